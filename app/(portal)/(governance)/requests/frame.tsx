import type { ReactNode } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { PageTabs } from "#components/shell/page-tabs.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { cn } from "#components/ui/cn.ts";
import type { PermissionId } from "#lib/authz/catalogue/permissions";
import { RequestsHelp } from "./requests-help.tsx";
import { waitingWords } from "./words.ts";

type RequestsFrameProps = {
  held: ReadonlySet<PermissionId>;
  current: (typeof tabs)[number]["href"];
  /** Null for who may not see the requests of others. */
  waiting: number | null;
  children: ReactNode;
};

const tabs = [
  { href: "/requests", label: "Requests", permission: null },
  { href: "/requests/history", label: "History", permission: "access_request.read" },
  {
    href: "/requests/rules",
    label: "Which roles can be requested",
    permission: "elevation.update",
  },
] as const;

/** What all pages about requests have in common: the heading, and the way to the others. */
export function RequestsFrame({ held, current, waiting, children }: RequestsFrameProps) {
  const shown = tabs.filter(({ permission }) => permission === null || held.has(permission));
  const words = waiting === null ? null : waitingWords(waiting);
  return (
    // A name may be one long word.
    <div className={cn("wrap-anywhere", current !== "/requests/history" && "max-w-4xl")}>
      <PageHeader
        title="Requests"
        description="Roles for a limited time: asked for and approved, or taken in an emergency."
        actions={words ? <Badge tone="info">{words}</Badge> : null}
      />
      <RequestsHelp />
      <PageTabs label="Requests" tabs={shown} current={current} />
      {children}
    </div>
  );
}
