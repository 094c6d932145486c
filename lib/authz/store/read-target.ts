import type { Sql } from "../../platform/db.ts";
import { type Target, targetOf } from "../engine/decide.ts";
import { tablesAsOf } from "./history.ts";

/** No tree is deeper (lib/access/resources/tree.ts). */
const MAX_DEPTH = 32;

/** Where a registered resource lies. */
export type Place = { owner: string | null; ancestors: readonly Ref[] };
type Ref = { type: string; id: string };

const lineages = `
  lineage AS (
    SELECT a.place, r.type, r.id, r.owner, r.parent_type, r.parent_id, 1 AS depth
    FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS a (type, id, place)
    JOIN resources r ON r.tenant_id = $1 AND r.type = a.type AND r.id = a.id
    UNION ALL
    SELECT l.place, r.type, r.id, r.owner, r.parent_type, r.parent_id, l.depth + 1
    FROM lineage l JOIN resources r
      ON r.tenant_id = $1 AND r.type = l.parent_type AND r.id = l.parent_id
    WHERE l.depth <= ${MAX_DEPTH}
  )
  SELECT place::int, type, id, owner, depth FROM lineage ORDER BY place, depth`;

const readNow = `WITH RECURSIVE ${lineages}`;
const readAsOf = `WITH RECURSIVE ${tablesAsOf("$4", ["resources"])}, ${lineages}`;

/**
 * Where these resources lie, with one statement; null for those not registered.
 * @param asOf a moment in the past, or PostgreSQL's text of one.
 * @returns one for each of `refs`, in their order.
 * @throws Error when a tree is deeper than it can be: what lies higher up might deny.
 */
export async function readPlaces(
  sql: Sql,
  tenantId: string,
  refs: readonly Ref[],
  asOf?: Date | string,
): Promise<(Place | null)[]> {
  type Row = Ref & { place: number; owner: string | null; depth: number };
  const named = [tenantId, refs.map(({ type }) => type), refs.map(({ id }) => id)];
  const rows = asOf ? await sql<Row>(readAsOf, [...named, asOf]) : await sql<Row>(readNow, named);
  const places: ({ owner: string | null; ancestors: Ref[] } | null)[] = refs.map(() => null);
  for (const { place, type, id, owner, depth } of rows) {
    if (depth > MAX_DEPTH) throw new Error("the tree above a resource is too deep");
    if (depth === 1) places[place - 1] = { owner, ancestors: [] };
    else places[place - 1]?.ancestors.push({ type, id });
  }
  return places;
}

/**
 * A resource with what lies above it, in the caller's transaction. It need not be registered: then it
 * lies under nothing. A registered owner wins over the one that the question names.
 * @param asOf a moment in the past, or PostgreSQL's text of one.
 */
export async function readTarget(
  sql: Sql,
  tenantId: string,
  { type, id, owner }: { type: string; id: string; owner: string | null },
  asOf?: Date | string,
): Promise<Target & { isRegistered: boolean }> {
  const [place] = await readPlaces(sql, tenantId, [{ type, id }], asOf);
  const target = targetOf({
    type,
    id,
    owner: place?.owner ?? owner,
    ancestors: place?.ancestors ?? [],
  });
  return { ...target, isRegistered: place != null };
}
