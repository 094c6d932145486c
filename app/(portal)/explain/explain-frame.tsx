import Link from "next/link";
import type { ReactNode } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { cn } from "#components/ui/cn.ts";
import type { PermissionId } from "#lib/access/permissions";

type Subject = { permission: string; type: string; id: string };

type ExplainFrameProps = {
  held: ReadonlySet<PermissionId>;
  current: "person" | "who";
  /** What is asked about: the other page asks about the same. */
  subject: Subject;
  children: ReactNode;
};

/** What both questions have in common: the heading, and the way to the other one. */
export function ExplainFrame({ held, current, subject, children }: ExplainFrameProps) {
  return (
    <div className="max-w-4xl">
      <ExplainHeader />
      {held.has("access.trace") ? (
        <nav aria-label="Explain access" className="mb-4 flex gap-4 border-b text-sm">
          <Tab href={subjectHref("/explain", subject)} isCurrent={current === "person"}>
            One person
          </Tab>
          <Tab href={subjectHref("/explain/who-could", subject)} isCurrent={current === "who"}>
            Who could
          </Tab>
        </nav>
      ) : null}
      {children}
    </div>
  );
}

export function ExplainHeader() {
  return (
    <PageHeader
      title="Explain access"
      description="Why somebody may or may not do something, and who could, now or in the past."
    />
  );
}

function subjectHref(path: string, subject: Subject): string {
  const params = new URLSearchParams(Object.entries(subject).filter(([, value]) => value !== ""));
  const query = params.toString();
  return query ? `${path}?${query}` : path;
}

type TabProps = { href: string; isCurrent: boolean; children: string };

function Tab({ href, isCurrent, children }: TabProps) {
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={isCurrent ? "page" : undefined}
      className={cn(
        "-mb-px rounded-t border-transparent border-b-2 px-1 py-2 font-medium text-ink-muted hover:text-ink",
        isCurrent && "border-accent text-ink",
      )}
    >
      {children}
    </Link>
  );
}
