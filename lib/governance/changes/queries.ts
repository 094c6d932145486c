import { builtInRoles } from "../../authz/catalogue/roles.ts";
import type { Grant } from "../../authz/guard/grant.ts";
import { withTenantSnapshot } from "../../platform/db.ts";
import type { Names } from "./difference.ts";
import { changeDetailOf, changeRowOf } from "./read-change.ts";
import type {
  ChangeDetail,
  ChangeFacets,
  ChangeFilters,
  ChangePage,
  OpenedChange,
} from "./schema.ts";
import {
  type ChangeFacet,
  type ChangeFacetCount,
  countChangeFacets,
  countUnnamedChanges,
  getChangeEvent,
  type ChangeFilters as StoredFilters,
  searchChangeEvents,
} from "./search.ts";
import { actionWords } from "./words.ts";

type ReadGrant = Grant<"access_change.read">;

/** What the filters mean in the log: whatever names all of these, or may reach this person unnamed. */
function storedFilters({
  by,
  person,
  role,
  group,
  unnamed,
  ...rest
}: ChangeFilters): StoredFilters {
  const isUnnamed = unnamed === true && person !== undefined;
  const lists = [isUnnamed || person === undefined ? [] : [person], role ?? [], group ?? []];
  const mentions = lists.filter((ids) => ids.length > 0);
  return { ...rest, actor: by, mentions, unnamed: isUnnamed ? person : undefined };
}

/**
 * One page of the changes of who may do what, latest first.
 * @throws GatehouseError invalid_input, unavailable, as `searchAudit`.
 */
export async function searchChanges(
  grant: ReadGrant,
  filters: ChangeFilters,
  paging: { cursor?: string | undefined; limit: number },
): Promise<ChangePage> {
  const page = await searchChangeEvents(grant, storedFilters(filters), paging);
  return { ...page, rows: page.rows.map(changeRowOf) };
}

/**
 * How many changes reached more people than the log names, and perhaps this one: a blast radius
 * names 500. At most 100 are counted.
 */
export async function countUnnamed(grant: ReadGrant, filters: ChangeFilters): Promise<number> {
  const { person } = filters;
  if (person === undefined) return 0;
  return countUnnamedChanges(grant, storedFilters(filters), person);
}

/** A change's own statements and its event are this near to each other: actions have 15 seconds. */
const LONGEST_CHANGE_MS = 20_000;

/**
 * One change, and the moments between which it happened.
 * @throws GatehouseError not_found
 */
export async function getChange(grant: ReadGrant, id: string): Promise<OpenedChange> {
  const event = await getChangeEvent(grant, id);
  const { occurredAt } = event;
  const before = await searchChangeEvents(grant, { to: occurredAt }, { limit: 1 });
  const since = Math.max(
    Date.parse(occurredAt) - LONGEST_CHANGE_MS,
    Date.parse(before.rows[0]?.occurredAt ?? "1970-01-01T00:00:00Z"),
  );
  const [names, began] = await Promise.all([
    readNames(grant),
    readBeginning(grant, new Date(since).toISOString(), occurredAt),
  ]);
  const justBefore = new Date((began ?? Date.parse(occurredAt)) - 1).toISOString();
  return { ...changeDetailOf(event, names), justBefore, justAfter: occurredAt };
}

const findBeginning = `
  SELECT floor(extract(epoch FROM min(moment)) * 1000)::float8 AS began FROM (
    SELECT valid_from AS moment FROM access_history WHERE tenant_id = $1
    UNION ALL SELECT valid_to FROM access_history WHERE tenant_id = $1) AS moments
  WHERE moment > $2::timestamptz AND moment <= $3::timestamptz + interval '1 millisecond'`;

/**
 * When the rows of a change were written. Changes of access come one after another, so all that
 * changed since the event before belongs to this one.
 */
async function readBeginning(
  { tenantId }: ReadGrant,
  since: string,
  until: string,
): Promise<number | null> {
  const [row] = await withTenantSnapshot(tenantId, (sql) =>
    sql<{ began: number | null }>(findBeginning, [tenantId, since, until]),
  );
  return row?.began ?? null;
}

/** What the roles are called that there are now; those that are gone keep their ids. */
async function readNames({ tenantId }: ReadGrant | Grant<"access_change.export">): Promise<Names> {
  const rows = await withTenantSnapshot(tenantId, (sql) =>
    sql<{ id: string; name: string }>("SELECT id, name FROM roles WHERE tenant_id = $1", [
      tenantId,
    ]),
  );
  const builtIn = Object.entries(builtInRoles).map(([id, { name }]) => [id, name] as const);
  return new Map([...rows.map(({ id, name }) => [id, name] as const), ...builtIn]);
}

/** Who has changed access, how, and of which roles and groups, by how often. */
export async function countFacets(grant: ReadGrant): Promise<ChangeFacets> {
  const [{ counts, truncated }, names] = await Promise.all([
    countChangeFacets(grant),
    readNames(grant),
  ]);
  const valuesOf = (wanted: ChangeFacet, labelOf: (each: ChangeFacetCount) => string) =>
    counts
      .filter(({ facet }) => facet === wanted)
      .map((each) => ({ value: each.value, label: labelOf(each), count: each.count }));
  return {
    by: valuesOf("actor", ({ label }) => label),
    action: valuesOf("action", ({ value }) => actionWords(value)),
    role: valuesOf("role", ({ value, label }) => names.get(value) ?? label),
    group: valuesOf("group", ({ label }) => label),
    truncated,
  };
}

/** Changes that are read at once for a file. */
const EXPORTED_AT_ONCE = 200;

/**
 * All changes that match, latest first, page by page, so that a file of any size needs little memory.
 * What happens meanwhile is not in it.
 */
export async function* readChanges(
  grant: Grant<"access_change.export">,
  filters: ChangeFilters,
): AsyncGenerator<ChangeDetail[]> {
  const names = await readNames(grant);
  let cursor: string | undefined;
  do {
    const paging = { cursor, limit: EXPORTED_AT_ONCE };
    const page = await searchChangeEvents(grant, storedFilters(filters), paging);
    yield page.rows.map((event) => changeDetailOf(event, names));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}
