import Link from "next/link";
import type { ReactNode } from "react";
import { PageHeader } from "#components/shell/page-header.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { cn } from "#components/ui/cn.ts";
import type { PermissionId } from "#lib/access/permissions";
import { RequestsHelp } from "./requests-help.tsx";
import { waitingWords } from "./words.ts";

type RequestsFrameProps = {
  held: ReadonlySet<PermissionId>;
  current: "now" | "history" | "rules";
  /** Null for who may not see the requests of others. */
  waiting: number | null;
  children: ReactNode;
};

const tabs = [
  { id: "now", href: "/requests", label: "Requests", permission: null },
  { id: "history", href: "/requests/history", label: "History", permission: "access_request.read" },
  {
    id: "rules",
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
    <div className={cn("wrap-anywhere", current !== "history" && "max-w-4xl")}>
      <PageHeader
        title="Requests"
        description="Roles for a limited time: asked for and approved, or taken in an emergency."
        actions={words ? <Badge tone="info">{words}</Badge> : null}
      />
      <RequestsHelp />
      {shown.length > 1 ? (
        <nav
          aria-label="Requests"
          className="mb-5 flex gap-4 overflow-x-auto whitespace-nowrap border-b text-sm"
        >
          {shown.map(({ id, href, label }) => (
            <Link
              key={id}
              href={href}
              aria-current={id === current ? "page" : undefined}
              className={cn(
                "-outline-offset-2 rounded-t border-transparent border-b-2 px-1 py-2 font-medium text-ink-muted hover:text-ink",
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
