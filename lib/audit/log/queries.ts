import type { Grant } from "../../authz/guard/grant.ts";
import { decodeCursor, pageOf } from "../../core/cursor.ts";
import { GatehouseError } from "../../core/errors.ts";
import {
  eventColumns,
  eventOf,
  rowColumns,
  rowOf,
  runSearch,
  type StoredEvent,
  type StoredRow,
} from "../../events/run-search.ts";
import type { AuditEvent, AuditFacets, AuditFilters, AuditPage } from "../../events/schema.ts";
import {
  Conditions,
  conditionsOf,
  type FacetName,
  facetColumns,
  facetNames,
} from "../../events/search-query.ts";
import { isUuid } from "../../platform/db.ts";

type ReadGrant = Grant<"audit.read">;

/** Facets are counted over the newest this many rows; beyond it their counts are lower bounds. */
export const FACET_ROW_LIMIT = 10_000;
/** Values a facet lists, most frequent first. */
const FACET_VALUES = 200;
/**
 * One page of the tenant's events, latest occurrence first, in both directions.
 * @throws GatehouseError invalid_input for bad filters or a damaged cursor; unavailable when the
 *   search takes over five seconds.
 */
export async function searchAudit(
  grant: ReadGrant,
  filters: AuditFilters,
  paging: { cursor?: string | undefined; limit: number },
): Promise<AuditPage> {
  const cursor = paging.cursor === undefined ? undefined : decodeCursor(paging.cursor);
  const where = conditionsOf(grant.tenantId, filters);
  if (cursor) where.beyond(cursor);
  const order = cursor?.direction === "previous" ? "ASC" : "DESC";
  const limit = where.parameter(paging.limit + 1);
  const rows = await runSearch<StoredRow>(
    where,
    (conditions) => `SELECT ${rowColumns} FROM audit_events WHERE ${conditions}
      ORDER BY occurred_at ${order}, id ${order} LIMIT ${limit}`,
  );
  const page = pageOf(rows, paging.limit, cursor, (row) => ({ at: row.occurred_at, id: row.id }));
  return { ...page, rows: page.rows.map(rowOf) };
}

/**
 * The whole event. The id is a UUIDv7 whose time is `recorded_at`, so one partition is read.
 * @throws GatehouseError not_found when the tenant has no such event.
 */
export async function getAuditEvent(grant: ReadGrant, id: string): Promise<AuditEvent> {
  const missing = new GatehouseError("not_found", "There is no such event in this tenant.");
  if (!isUuid(id)) throw missing;
  const where = new Conditions(grant.tenantId);
  where.add((p) => `recorded_at = uuid_extract_timestamp(${p}::uuid)`, id);
  where.add((p) => `id = ${p}::uuid`, id);
  const [event] = await runSearch<StoredEvent>(
    where,
    (conditions) => `SELECT ${eventColumns} FROM audit_events WHERE ${conditions}`,
  );
  if (!event) throw missing;
  return eventOf(event);
}

/**
 * How many events each value of each facet would show, under all filters but the facet's own.
 * Facets without a filter of their own share one pass over the rows.
 */
export async function countAuditFacets(
  grant: ReadGrant,
  filters: AuditFilters,
): Promise<AuditFacets> {
  const filtered = facetNames.filter((facet) => filters[facet]?.length);
  const shared = facetNames.filter((facet) => !filtered.includes(facet));
  const passes = await Promise.all([
    shared.length > 0 ? countPass(grant, filters, shared) : [],
    ...filtered.map((facet) => countPass(grant, filters, [facet], facet)),
  ]);
  const counts = passes.flat();
  const valuesOf = (facet: FacetName) =>
    counts
      .filter((row) => row.facet === facet)
      .map(({ value, label, count }) => ({ value, label: label ?? value, count }));
  return {
    actor: valuesOf("actor"),
    action: valuesOf("action"),
    outcome: valuesOf("outcome"),
    source: valuesOf("source"),
    truncated: counts.some((row) => row.total >= FACET_ROW_LIMIT),
  };
}

type FacetCount = {
  facet: FacetName;
  value: string;
  label: string | null;
  count: number;
  total: number;
};

function countPass(
  grant: ReadGrant,
  filters: AuditFilters,
  facets: FacetName[],
  without?: FacetName,
): Promise<FacetCount[]> {
  const where = conditionsOf(grant.tenantId, filters, without);
  const counted = facets.map((facet) => {
    const label = facet === "actor" ? "max(actor_name)" : "NULL::text";
    return `(SELECT '${facet}' AS facet, ${facetColumns[facet]} AS value, ${label} AS label,
        count(*)::int AS count, (SELECT count(*)::int FROM matching) AS total
      FROM matching WHERE ${facetColumns[facet]} IS NOT NULL
      GROUP BY 2 ORDER BY 4 DESC, 2 LIMIT ${FACET_VALUES})`;
  });
  return runSearch<FacetCount>(
    where,
    (conditions) => `WITH matching AS MATERIALIZED (
        SELECT actor_id, actor_name, action, outcome, source FROM audit_events
        WHERE ${conditions} ORDER BY occurred_at DESC, id DESC LIMIT ${FACET_ROW_LIMIT}
      ) ${counted.join(" UNION ALL ")}`,
  );
}
