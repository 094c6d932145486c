import type { Sql } from "../platform/db.ts";
import { type Target, targetOf } from "./decide.ts";
import { tablesAsOf } from "./history.ts";

/** No tree is deeper (lib/resources/tree.ts). */
const MAX_DEPTH = 32;

const lineage = `
  lineage AS (
    SELECT type, id, owner, parent_type, parent_id, 1 AS depth FROM resources
    WHERE tenant_id = $1 AND type = $2 AND id = $3
    UNION ALL
    SELECT r.type, r.id, r.owner, r.parent_type, r.parent_id, l.depth + 1
    FROM lineage l JOIN resources r
      ON r.tenant_id = $1 AND r.type = l.parent_type AND r.id = l.parent_id
    WHERE l.depth <= ${MAX_DEPTH}
  )
  SELECT type, id, owner FROM lineage ORDER BY depth`;

const readNow = `WITH RECURSIVE ${lineage}`;
const readAsOf = `WITH RECURSIVE ${tablesAsOf("$4", ["resources"])}, ${lineage}`;

/**
 * A resource with what lies above it, in the caller's transaction. It need not be registered: then it
 * lies under nothing. A registered owner wins over the one that the question names.
 * @param asOf a moment in the past, or PostgreSQL's text of one.
 * @throws Error when the tree is deeper than it can be: what lies higher up might deny.
 */
export async function readTarget(
  sql: Sql,
  tenantId: string,
  { type, id, owner }: { type: string; id: string; owner: string | null },
  asOf?: Date | string,
): Promise<Target & { isRegistered: boolean }> {
  type Row = { type: string; id: string; owner: string | null };
  const rows = asOf
    ? await sql<Row>(readAsOf, [tenantId, type, id, asOf])
    : await sql<Row>(readNow, [tenantId, type, id]);
  if (rows.length > MAX_DEPTH) throw new Error(`the tree above ${type} ${id} is too deep`);
  const [itself, ...above] = rows;
  const ancestors = above.map((each) => ({ type: each.type, id: each.id }));
  const target = targetOf({ type, id, owner: itself?.owner ?? owner, ancestors });
  return { ...target, isRegistered: itself !== undefined };
}
