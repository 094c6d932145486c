import { Plus } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { ReviewsHelp } from "./reviews-help.tsx";

const tabs = [
  { id: "reviews", href: "/reviews", label: "Reviews" },
  { id: "evidence", href: "/reviews/evidence", label: "Checking evidence" },
] as const;

export const reviewsDescription = "Who still needs what they have, decided by a deadline.";

type FrameProps = {
  current: (typeof tabs)[number]["id"];
  canStart: boolean;
  /** Whoever only decides has no evidence to check. */
  seesEvidence: boolean;
  children: ReactNode;
};

/** What the pages about all reviews have in common. */
export function ReviewsFrame({ current, canStart, seesEvidence, children }: FrameProps) {
  return (
    // A name may be one long word.
    <div className="wrap-anywhere max-w-4xl">
      <PageHeader
        title="Access reviews"
        description={reviewsDescription}
        actions={
          canStart ? (
            <ButtonLink href="/reviews/new" variant="primary">
              <Plus aria-hidden />
              Start a review
            </ButtonLink>
          ) : null
        }
      />
      <ReviewsHelp />
      {seesEvidence ? (
        <nav aria-label="Access reviews" className="mb-5 flex gap-4 border-b text-sm">
          {tabs.map(({ id, href, label }) => (
            <Link
              key={id}
              href={href}
              aria-current={id === current ? "page" : undefined}
              className={cn(
                "-mb-px rounded-t border-transparent border-b-2 px-1 py-2 font-medium text-ink-muted hover:text-ink",
                id === current && "border-accent text-ink",
              )}
            >
              {label}
            </Link>
          ))}
        </nav>
      ) : null}
      {children}
    </div>
  );
}
