import type { ReactNode } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { PageTabs } from "#components/shell/page-tabs.tsx";
import { formatNumber } from "#components/ui/format-number.ts";
import { SeparationHelp } from "./separation-help.tsx";

export const description =
  "Roles and permissions that nobody may have, or use, together, and who is excepted.";

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
  const rules = { href: "/separation", label: "Rules", note: formatNumber(ruleCount) };
  const exceptions = {
    href: "/separation/exceptions",
    label: "Exceptions",
    note: waitingCount > 0 ? `${formatNumber(waitingCount)} waiting` : "",
  };
  return (
    <div className="max-w-4xl">
      <PageHeader title="Separation of duty" description={description} actions={actions} />
      <SeparationHelp />
      <PageTabs
        label="Separation of duty"
        tabs={[rules, exceptions]}
        current={current === "exceptions" ? exceptions.href : rules.href}
      />
      {children}
    </div>
  );
}
