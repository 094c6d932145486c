import type { ReactNode } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { PageTabs } from "#components/shell/page-tabs.tsx";
import type { UsageDays } from "#lib/governance/unused/schema";
import { DEFAULT_DAYS } from "./params.ts";
import { UnusedHelp } from "./unused-help.tsx";

type FrameProps = { current: "roles" | "people"; days?: UsageDays; children: ReactNode };

/** What the lists of roles and of people have in common. */
export function UnusedFrame({ current, days = DEFAULT_DAYS, children }: FrameProps) {
  const query = days === DEFAULT_DAYS ? "" : `?days=${days}`;
  const roles = { href: `/unused${query}`, label: "Roles" };
  const people = { href: `/unused/people${query}`, label: "People" };
  return (
    <>
      <PageHeader
        title="Unused access"
        description="What people may do and never do, and smaller roles that nobody would notice."
      />
      <UnusedHelp />
      <PageTabs
        label="Unused access"
        tabs={[roles, people]}
        current={current === "people" ? people.href : roles.href}
      />
      {children}
    </>
  );
}
