import Link from "next/link";
import { permissionName } from "#components/access/permission-words.ts";
import { Badge } from "#components/ui/badge.tsx";
import type { PermissionUsage, RoleUsageDetail, UsageDays } from "#lib/governance/unused/schema";
import { othersOf } from "./draft.ts";
import { UseCells, UseHeader } from "./use-cells.tsx";

type OthersProps = { role: RoleUsageDetail; days: UsageDays; query: string };

/** What the role comes to without saying it: whoever wants less of that has to go to its source. */
export function Others({ role, days, query }: OthersProps) {
  const others = othersOf(role);
  if (others.length === 0) return null;
  return (
    <section aria-labelledby="others" className="mt-8">
      <h2 id="others" className="mb-1 font-semibold text-base">
        Comes with it
      </h2>
      <p className="mb-3 text-ink-muted text-sm">
        Inherited from other roles, or included in what this role says. To take away what is
        inherited, make the other role smaller.
      </p>
      <div className="rounded-lg border text-sm">
        <UseHeader days={days} />
        <ul aria-label="Comes with it" className="divide-y">
          {others.map((usage) => (
            <li
              key={usage.permission}
              className="flex flex-wrap items-start gap-x-3 gap-y-0.5 px-3 py-2"
            >
              <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 gap-y-0.5">
                <span className="wrap-anywhere min-w-0">
                  {permissionName(usage.permission)}
                  {usage.ownOnly ? <span className="text-ink-muted"> (only own)</span> : null}
                </span>
                {usage.isNeeded || !role.observed?.isEnough ? null : (
                  <Badge tone="warning">Unused</Badge>
                )}
                <Source usage={usage} role={role} query={query} />
              </span>
              <span className="flex basis-full gap-x-3 text-ink-muted tabular-nums sm:basis-auto sm:text-right">
                <UseCells usage={usage} days={days} />
              </span>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

type SourceProps = { usage: PermissionUsage; role: RoleUsageDetail; query: string };

function Source({ usage: { from }, role, query }: SourceProps) {
  if (from.id === role.id) return <span className="text-ink-muted">included</span>;
  return (
    <span className="text-ink-muted">
      from{" "}
      <Link href={`/unused/roles/${from.id}${query}`} className="underline underline-offset-2">
        {from.name}
      </Link>
    </span>
  );
}
