import Link from "next/link";
import type { ReactNode } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { cn } from "#components/ui/cn.ts";
import { formatNumber } from "#components/ui/format-number.ts";
import { SeparationHelp } from "./separation-help.tsx";

export const description = "Roles that nobody may have, or use, together, and who is excepted.";

type SeparationFrameProps = {
  current: "rules" | "exceptions";
  ruleCount: number;
  /** Exceptions that wait for a decision. */
  waitingCount: number;
  actions: ReactNode;
  children: ReactNode;
};

/** What the pages of separation of duty have in common. */
export function SeparationFrame(props: SeparationFrameProps) {
  const { current, ruleCount, waitingCount, actions, children } = props;
  return (
    <div className="max-w-4xl">
      <PageHeader title="Separation of duty" description={description} actions={actions} />
      <SeparationHelp />
      <nav aria-label="Separation of duty" className="mb-5 flex gap-4 border-b text-sm">
        <Tab href="/separation" count={formatNumber(ruleCount)} isCurrent={current === "rules"}>
          Rules
        </Tab>
        <Tab
          href="/separation/exceptions"
          count={waitingCount > 0 ? `${formatNumber(waitingCount)} waiting` : ""}
          isCurrent={current === "exceptions"}
        >
          Exceptions
        </Tab>
      </nav>
      {children}
    </div>
  );
}

type TabProps = { href: string; count: string; isCurrent: boolean; children: string };

function Tab({ href, count, isCurrent, children }: TabProps) {
  return (
    <Link
      href={href}
      aria-current={isCurrent ? "page" : undefined}
      className={cn(
        "-mb-px rounded-t border-transparent border-b-2 px-1 py-2 font-medium text-ink-muted hover:text-ink",
        isCurrent && "border-accent text-ink",
      )}
    >
      {children} <span className="font-normal text-ink-muted">{count}</span>
    </Link>
  );
}
