import type { Sql } from "../platform/db.ts";

/** No tree is deeper (lib/resources/tree.ts). */
const MAX_DEPTH = 32;

/** Where a registered resource lies. */
export type Place = { owner: string | null; ancestors: readonly Ref[] };
type Ref = { type: string; id: string };

const readLineages = `
  WITH RECURSIVE lineage AS (
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

/**
 * What `readTarget` reads, for many resources with one statement; null for those not registered.
 * @returns one for each of `refs`, in their order.
 * @throws Error when a tree is deeper than it can be: what lies higher up might deny.
 */
export async function readPlaces(
  sql: Sql,
  tenantId: string,
  refs: readonly Ref[],
): Promise<(Place | null)[]> {
  type Row = Ref & { place: number; owner: string | null; depth: number };
  const types = refs.map(({ type }) => type);
  const ids = refs.map(({ id }) => id);
  const rows = await sql<Row>(readLineages, [tenantId, types, ids]);
  const places: ({ owner: string | null; ancestors: Ref[] } | null)[] = refs.map(() => null);
  for (const { place, type, id, owner, depth } of rows) {
    if (depth > MAX_DEPTH) throw new Error("the tree above a resource is too deep");
    if (depth === 1) places[place - 1] = { owner, ancestors: [] };
    else places[place - 1]?.ancestors.push({ type, id });
  }
  return places;
}
