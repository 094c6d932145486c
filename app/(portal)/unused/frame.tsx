import Link from "next/link";
import type { ReactNode } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { cn } from "#components/ui/cn.ts";
import type { UsageDays } from "#lib/unused/schema";
import { DEFAULT_DAYS } from "./params.ts";
import { UnusedHelp } from "./unused-help.tsx";

type FrameProps = { current: "roles" | "people"; days?: UsageDays; children: ReactNode };

/** What the lists of roles and of people have in common. */
export function UnusedFrame({ current, days = DEFAULT_DAYS, children }: FrameProps) {
  const query = days === DEFAULT_DAYS ? "" : `?days=${days}`;
  return (
    <>
      <PageHeader
        title="Unused access"
        description="What people may do and never do, and smaller roles that nobody would notice."
      />
      <UnusedHelp />
      <nav aria-label="Unused access" className="mb-4 flex gap-4 border-b text-sm">
        <Tab href={`/unused${query}`} isCurrent={current === "roles"}>
          Roles
        </Tab>
        <Tab href={`/unused/people${query}`} isCurrent={current === "people"}>
          People
        </Tab>
      </nav>
      {children}
    </>
  );
}

type TabProps = { href: string; isCurrent: boolean; children: string };

function Tab({ href, isCurrent, children }: TabProps) {
  return (
    <Link
      href={href}
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
