import { EmptyState } from "#components/ui/empty-state.tsx";
import type { PermissionId } from "#lib/access/permissions";
import { permissions } from "#lib/access/permissions";
import { groupsOf, searchPermissions } from "./permission-groups.ts";
import { riskOf } from "./risk.ts";
import { RiskBadge } from "./risk-badge.tsx";

const totals = new Map(
  groupsOf(searchPermissions("")).map(({ category, ids }) => [category, ids.length]),
);

/** What a role allows, for those who cannot change it. */
export function PermissionList({ allowed }: { allowed: readonly PermissionId[] }) {
  if (allowed.length === 0) {
    return <EmptyState title="This role allows nothing yet">It has no permissions.</EmptyState>;
  }
  return (
    <section aria-labelledby="permissions-heading">
      <h2 id="permissions-heading" className="mb-3 font-semibold text-base">
        Permissions
      </h2>
      <div className="flex flex-col gap-4">
        {groupsOf(allowed).map(({ category, ids }) => (
          <div key={category} className="overflow-hidden rounded-lg border">
            <div className="flex items-center justify-between gap-3 border-b bg-surface px-3 py-2 text-sm">
              <h3 className="font-medium">{category}</h3>
              <span className="whitespace-nowrap text-ink-muted">
                {ids.length} of {totals.get(category)}
              </span>
            </div>
            <ul className="divide-y">
              {ids.map((id) => (
                <Allowed key={id} id={id} />
              ))}
            </ul>
          </div>
        ))}
      </div>
    </section>
  );
}

function Allowed({ id }: { id: PermissionId }) {
  const { name, sentence } = permissions[id];
  return (
    <li className="flex items-start gap-3 px-3 py-2 text-sm">
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{name}</span>
          <code className="break-all font-mono text-ink-muted text-xs">{id}</code>
        </div>
        <p className="text-ink-muted">{sentence}</p>
      </div>
      <RiskBadge risk={riskOf(id)} />
    </li>
  );
}
