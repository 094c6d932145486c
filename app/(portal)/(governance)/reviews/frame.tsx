import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { PageTabs } from "#components/shell/page-tabs.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { ReviewsHelp } from "./reviews-help.tsx";

const tabs = [
  { href: "/reviews", label: "Reviews" },
  { href: "/reviews/evidence", label: "Checking evidence" },
] as const;

export const reviewsDescription = "Who still needs what they have, decided by a deadline.";

type FrameProps = {
  current: (typeof tabs)[number]["href"];
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
      <PageTabs
        label="Access reviews"
        tabs={seesEvidence ? tabs : tabs.slice(0, 1)}
        current={current}
      />
      {children}
    </div>
  );
}
