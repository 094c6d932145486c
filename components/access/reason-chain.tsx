import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { AbsoluteTime } from "#components/ui/relative-time.tsx";
import { permissionName } from "./permission-words.ts";
import type { Reason } from "./reasons.ts";

/** Which pages the reader may open: what leads to others is not a link. */
export type Sees = { roles: boolean; groups: boolean };

type ReasonChainProps = {
  reason: Reason;
  /** The permission that was asked about. */
  permission: string;
  sees: Sees;
};

/** The way on which a permission comes or is denied: group > role > parent role > what it says. */
export function ReasonChain({ reason, permission, sees }: ReasonChainProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
      <ol className="flex flex-wrap items-center gap-x-1 gap-y-0.5">
        <li className="text-ink-muted">
          {reason.via ? (
            <>
              Group{" "}
              <Place href={`/groups/${reason.via.groupId}`} isLink={sees.groups}>
                {reason.via.groupName}
              </Place>
            </>
          ) : (
            "Given directly"
          )}
        </li>
        {reason.kind === "role" ? (
          reason.path.map(({ id, name }) => (
            <Step key={id}>
              <Place href={`/roles/${id}`} isLink={sees.roles}>
                {name}
              </Place>
            </Step>
          ))
        ) : (
          <Step>
            {reason.resourceId === null ? `Every ${reason.resourceType}` : reason.resourceType}{" "}
            {reason.resourceId ? (
              <code className="font-mono text-xs">{reason.resourceId}</code>
            ) : null}
          </Step>
        )}
        <Step>
          <Saying reason={reason} permission={permission} />
        </Step>
      </ol>
      {reason.kind === "role" && reason.ownOnly ? <Badge>Only what they own</Badge> : null}
      <WindowWords startsAt={reason.startsAt} endsAt={reason.endsAt} />
    </div>
  );
}

function Step({ children }: { children: ReactNode }) {
  return (
    <li className="flex min-w-0 items-start gap-1">
      <ChevronRight aria-hidden className="mt-0.75 size-3.5 shrink-0 text-ink-faint" />
      <span className="wrap-anywhere min-w-0">{children}</span>
    </li>
  );
}

type PlaceProps = { href: string; isLink: boolean; children: string };

function Place({ href, isLink, children }: PlaceProps) {
  if (!isLink) return <span className="font-medium text-ink">{children}</span>;
  return (
    <Link href={href} className="rounded font-medium text-ink underline-offset-2 hover:underline">
      {children}
    </Link>
  );
}

function Saying({ reason, permission }: Pick<ReasonChainProps, "reason" | "permission">) {
  const { effect, said } = reason;
  const verb = effect === "allow" ? "allows" : "denies";
  if (said === permission) {
    return (
      <span className="text-ink-muted">
        {verb} <span className="text-ink">{permissionName(said)}</span>
      </span>
    );
  }
  return (
    <span className="text-ink-muted">
      {verb} <span className="text-ink">{permissionName(said)}</span>
      {effect === "allow" ? ", which brings this with it" : ", which this cannot be without"}
    </span>
  );
}

type WindowWordsProps = { startsAt: string | number | null; endsAt: string | number | null };

/** "from …", "until …", or nothing for what holds for good. */
export function WindowWords({ startsAt, endsAt }: WindowWordsProps) {
  if (startsAt === null && endsAt === null) return null;
  return (
    <span className="text-ink-muted text-sm">
      {startsAt === null ? null : (
        <>
          from <AbsoluteTime value={new Date(startsAt).toISOString()} />
        </>
      )}
      {startsAt !== null && endsAt !== null ? " " : null}
      {endsAt === null ? null : (
        <>
          until <AbsoluteTime value={new Date(endsAt).toISOString()} />
        </>
      )}
    </span>
  );
}
