import type { Grant } from "../../authz/guard/grant.ts";
import { decodeCursor, pageOf } from "../../core/cursor.ts";
import { GatehouseError } from "../../core/errors.ts";
import { changeActions } from "../../events/access-changes.ts";
import { eventColumns, eventOf, runSearch, type StoredEvent } from "../../events/run-search.ts";
import type { AuditEvent } from "../../events/schema.ts";
import { conditionsOf } from "../../events/search-query.ts";
import { isUuid } from "../../platform/db.ts";

/** Whoever may export the changes may read them. */
type ReadGrant = Grant<"access_change.read"> | Grant<"access_change.export">;

export type ChangeFilters = {
  from?: string | undefined;
  to?: string | undefined;
  /** Ids of those who made the change; any of them. */
  actor?: string[] | undefined;
  action?: string[] | undefined;
  /** Ids that the change names, of people, roles and groups: one of each list. */
  mentions?: readonly (readonly string[])[] | undefined;
  /** Instead: changes whose radius reaches people it does not name, and that do not name this one. */
  unnamed?: string | undefined;
};

export type ChangePage = {
  rows: AuditEvent[];
  nextCursor: string | null;
  previousCursor: string | null;
};

/** The predicate of the partial indexes, word for word (migration changes). */
const CHANGES = "source = 'portal' AND category IN ('access', 'configuration')";
const MENTIONS = "audit_mentions(target_id, details)";
/** What `audit_mentions` says of a radius with more people than it names. */
const MORE_PEOPLE = "+people";

function changeConditions({ tenantId }: ReadGrant, filters: ChangeFilters) {
  const { from, to, actor, action, mentions, unnamed } = filters;
  const known: readonly string[] = changeActions;
  const wanted = action?.length ? action.filter((each) => known.includes(each)) : known;
  const where = conditionsOf(tenantId, { from, to, actor });
  where.add((p) => `${CHANGES} AND outcome = 'success' AND action = ANY (${p}::text[])`, wanted);
  for (const anyOf of mentions ?? []) where.add((p) => `${MENTIONS} && ${p}::text[]`, anyOf);
  if (unnamed !== undefined) {
    where.add((p) => `${MENTIONS} @> ${p}::text[]`, [MORE_PEOPLE]);
    where.add((p) => `NOT ${MENTIONS} @> ${p}::text[]`, [unnamed]);
  }
  return where;
}

/**
 * One page of the tenant's changes of access as whole events, latest first, in both directions.
 * @throws GatehouseError invalid_input for bad filters or a damaged cursor; unavailable when the
 *   search takes over five seconds.
 */
export async function searchChangeEvents(
  grant: ReadGrant,
  filters: ChangeFilters,
  paging: { cursor?: string | undefined; limit: number },
): Promise<ChangePage> {
  const cursor = paging.cursor === undefined ? undefined : decodeCursor(paging.cursor);
  const where = changeConditions(grant, filters);
  if (cursor) where.beyond(cursor);
  const order = cursor?.direction === "previous" ? "ASC" : "DESC";
  const limit = where.parameter(paging.limit + 1);
  const rows = await runSearch<StoredEvent>(
    where,
    (conditions) => `SELECT ${eventColumns} FROM audit_events WHERE ${conditions}
      ORDER BY occurred_at ${order}, id ${order} LIMIT ${limit}`,
  );
  const page = pageOf(rows, paging.limit, cursor, (row) => ({ at: row.occurred_at, id: row.id }));
  return { ...page, rows: page.rows.map(eventOf) };
}

/**
 * One change as its whole event.
 * @throws GatehouseError not_found when the tenant has no such event, or it is no change of access.
 */
export async function getChangeEvent(grant: ReadGrant, id: string): Promise<AuditEvent> {
  const missing = new GatehouseError("not_found", "There is no such change in this tenant.");
  if (!isUuid(id)) throw missing;
  const where = changeConditions(grant, {});
  where.oneOf([id]);
  const [event] = await runSearch<StoredEvent>(
    where,
    (conditions) => `SELECT ${eventColumns} FROM audit_events WHERE ${conditions}`,
  );
  if (!event) throw missing;
  return eventOf(event);
}

/** No more are counted: a hundred is many. */
const COUNTED = 100;

/** How many changes have reached people whom they do not name, and perhaps this one; at most 100. */
export async function countUnnamedChanges(
  grant: ReadGrant,
  filters: ChangeFilters,
  userId: string,
): Promise<number> {
  const where = changeConditions(grant, { ...filters, mentions: undefined, unnamed: userId });
  const limit = where.parameter(COUNTED);
  const [row] = await runSearch<{ count: number }>(
    where,
    (conditions) => `SELECT count(*)::int AS count FROM (
      SELECT 1 FROM audit_events WHERE ${conditions} LIMIT ${limit}) AS found`,
  );
  return row?.count ?? 0;
}

/** The newest this many changes are looked at for what there is to choose from. */
const LOOKED_AT = 5_000;

const changeFacets = {
  actor: ["actor_id", "actor_name"],
  action: ["action", "action"],
  role: ["role", "role_name"],
  group: ["CASE target_type WHEN 'group' THEN target_id END", "target_name"],
} as const;
export type ChangeFacet = keyof typeof changeFacets;
export type ChangeFacetCount = { facet: ChangeFacet; value: string; label: string; count: number };

/** Who has changed access, how, and of which roles and groups, by how often, over the newest changes. */
export async function countChangeFacets(
  grant: ReadGrant,
): Promise<{ counts: ChangeFacetCount[]; truncated: boolean }> {
  const where = changeConditions(grant, {});
  const limit = where.parameter(LOOKED_AT);
  const counted = Object.entries(changeFacets).map(
    ([facet, [value, label]]) => `SELECT '${facet}' AS facet, ${value} AS value,
      coalesce(max(${label}), max(${value})) AS label, count(*)::int AS count
      FROM newest WHERE ${value} IS NOT NULL GROUP BY 2`,
  );
  type Row = ChangeFacetCount & { total: number };
  const rows = await runSearch<Row>(
    where,
    (conditions) => `WITH newest AS MATERIALIZED (
        SELECT actor_id, actor_name, action, target_type, target_id, target_name,
          CASE target_type WHEN 'role' THEN target_id ELSE details ->> 'role' END AS role,
          CASE target_type WHEN 'role' THEN target_name ELSE details ->> 'roleName' END AS role_name
        FROM audit_events WHERE ${conditions} ORDER BY occurred_at DESC, id DESC LIMIT ${limit}
      ) SELECT found.*, (SELECT count(*)::int FROM newest) AS total
      FROM (${counted.join(" UNION ALL ")}) AS found ORDER BY count DESC, label`,
  );
  return {
    counts: rows.map(({ facet, value, label, count }) => ({ facet, value, label, count })),
    truncated: rows.some(({ total }) => total >= LOOKED_AT),
  };
}
