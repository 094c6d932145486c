import type { Grant } from "../../authz/guard/grant.ts";
import { decodeCursor, latestFirst, pageOf } from "../../core/cursor.ts";
import { withTenant, withTenantSnapshot } from "../../platform/db.ts";
import {
  type GrantFacets,
  type GrantListFilters,
  type GrantPage,
  type GrantState,
  SOON_DAYS,
} from "./schema.ts";

/** Grants on resources, latest first. */
export async function searchGrants(
  { tenantId }: Grant<"grant.read">,
  filters: GrantListFilters,
  paging: { cursor?: string | undefined; limit: number },
): Promise<GrantPage> {
  const cursor = paging.cursor === undefined ? undefined : decodeCursor(paging.cursor);
  const { where, orderBy } = latestFirst(cursor);
  const found = await withTenant(tenantId, (tx) =>
    tx.resourceGrant.findMany({
      where: { AND: [{ tenantId }, ...conditionsOf(filters, new Date()), where] },
      include: {
        user: { select: { id: true, name: true } },
        group: { select: { id: true, name: true } },
      },
      orderBy,
      take: paging.limit + 1,
    }),
  );
  const page = pageOf(found, paging.limit, cursor, ({ createdAt, id }) => ({ at: createdAt, id }));
  return {
    ...page,
    rows: page.rows.map((row) => ({
      id: row.id,
      user: row.user,
      group: row.group,
      permission: row.permission,
      effect: row.effect === "deny" ? "deny" : "allow",
      resourceType: row.resourceType,
      resourceId: row.resourceId,
      startsAt: row.startsAt?.toISOString() ?? null,
      endsAt: row.endsAt?.toISOString() ?? null,
      reason: row.reason,
      createdAt: row.createdAt.toISOString(),
    })),
  };
}

function conditionsOf(filters: GrantListFilters, now: Date) {
  const { userId, groupId, resourceType, resourceId } = filters;
  const { permission, group, type, effect, state } = filters;
  return [
    userId === undefined ? {} : { userId },
    groupId === undefined ? {} : { groupId },
    resourceType === undefined ? {} : { resourceType },
    resourceId === undefined ? {} : { resourceId },
    permission?.length ? { permission: { in: permission } } : {},
    group?.length ? { groupId: { in: group } } : {},
    type?.length ? { resourceType: { in: type } } : {},
    effect?.length ? { effect: { in: effect } } : {},
    state?.length ? { OR: state.map((each) => inState(each, now)) } : {},
  ];
}

/** The same as in `readFacets`. */
function inState(state: GrantState, now: Date) {
  if (state === "ended") return { endsAt: { lte: now } };
  if (state === "upcoming") return { startsAt: { gt: now } };
  const begun = { OR: [{ startsAt: null }, { startsAt: { lte: now } }] };
  if (state === "in_force")
    return { AND: [begun, { OR: [{ endsAt: null }, { endsAt: { gt: now } }] }] };
  const soon = new Date(now.getTime() + SOON_DAYS * 86_400_000);
  return { AND: [begun, { endsAt: { gt: now, lte: soon } }] };
}

const begun = "(x.starts_at IS NULL OR x.starts_at <= now())";
const readFacets = `
  WITH x AS MATERIALIZED (SELECT * FROM resource_grants WHERE tenant_id = $1)
  SELECT 'permission' AS facet, permission AS value, NULL AS label, count(*)::int AS count
    FROM x GROUP BY 2
  UNION ALL SELECT 'type', resource_type, NULL, count(*)::int FROM x GROUP BY 2
  UNION ALL SELECT 'effect', effect, NULL, count(*)::int FROM x GROUP BY 2
  UNION ALL SELECT 'group', g.id::text, g.name, count(*)::int
    FROM x JOIN groups g ON g.tenant_id = $1 AND g.id = x.group_id GROUP BY g.id, g.name
  UNION ALL SELECT 'state', 'in_force', NULL, count(*)::int
    FROM x WHERE ${begun} AND (ends_at IS NULL OR ends_at > now())
  UNION ALL SELECT 'state', 'ends_soon', NULL, count(*)::int
    FROM x WHERE ${begun} AND ends_at > now() AND ends_at <= now() + interval '${SOON_DAYS} days'
  UNION ALL SELECT 'state', 'upcoming', NULL, count(*)::int FROM x WHERE starts_at > now()
  UNION ALL SELECT 'state', 'ended', NULL, count(*)::int FROM x WHERE ends_at <= now()
  ORDER BY count DESC, label, value`;

/** How many grants each value of each filter would show, most frequent first. */
export async function countGrantFacets({ tenantId }: Grant<"grant.read">): Promise<GrantFacets> {
  type Row = { facet: keyof GrantFacets; value: string; label: string | null; count: number };
  const rows = await withTenantSnapshot(tenantId, (sql) => sql<Row>(readFacets, [tenantId]));
  const of = (facet: keyof GrantFacets) =>
    rows
      .filter((row) => row.facet === facet && row.count > 0)
      .map(({ value, label, count }) => ({ value, count, ...(label === null ? {} : { label }) }));
  return {
    permission: of("permission"),
    group: of("group"),
    type: of("type"),
    effect: of("effect"),
    state: of("state"),
  };
}
