import { groupsOf } from "#components/access/permission-groups.ts";
import { RiskBadge } from "#components/access/risk-badge.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LongList } from "#components/ui/long-list.tsx";
import type { PermissionRow, RoleRow } from "#lib/access/roles/schema";
import { OriginNote } from "./origin-note.tsx";
import { type Origin, originsOf, type RoleChoice, ruleOf } from "./rules.ts";

type PermissionListProps = {
  role: RoleRow;
  known: readonly PermissionRow[];
  parents: readonly RoleChoice[];
};

/** What a role comes to, and where it has it from, for those who cannot change it. */
export function PermissionList({ role, known, parents }: PermissionListProps) {
  const shown = new Set([...role.permissions, ...role.denied]);
  const rows = known.filter(({ id }) => shown.has(id));
  if (rows.length === 0) {
    return <EmptyState title="This role allows nothing yet">It has no permissions.</EmptyState>;
  }
  const origins = originsOf(role.entries, parents, known);
  return (
    <section aria-labelledby="permissions-heading">
      <h2 id="permissions-heading" className="mb-3 font-semibold text-base">
        Permissions
      </h2>
      <div className="flex flex-col gap-4">
        {groupsOf(rows).map(({ category, rows: own }) => (
          <div key={category} className="overflow-hidden rounded-lg border">
            <div className="flex items-center justify-between gap-3 border-b bg-surface px-3 py-2 text-sm">
              <h3 className="font-medium">{category}</h3>
              <span className="whitespace-nowrap text-ink-muted">
                {own.length} of {known.filter((each) => each.category === category).length}
              </span>
            </div>
            <LongList className="divide-y">
              {own.map((row) => (
                <Held key={row.id} {...{ row, role }} origin={origins.get(row.id)} />
              ))}
            </LongList>
          </div>
        ))}
      </div>
    </section>
  );
}

type HeldProps = { row: PermissionRow; role: RoleRow; origin: Origin | undefined };

function Held({ row: { id, name, sentence, risk }, role, origin }: HeldProps) {
  return (
    <li className="flex items-start gap-3 px-3 py-2 text-sm">
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{name}</span>
          <code className="break-all font-mono text-ink-muted text-xs">{id}</code>
          {role.ownOnly.includes(id) ? <Badge>Only own</Badge> : null}
          {role.permissions.includes(id) ? null : <Badge>Denied</Badge>}
        </div>
        <p className="text-ink-muted">{sentence}</p>
        {role.builtIn && ruleOf(role.entries, id) !== "none" ? null : (
          <OriginNote rule={ruleOf(role.entries, id)} origin={origin} />
        )}
      </div>
      <RiskBadge risk={risk} />
    </li>
  );
}
