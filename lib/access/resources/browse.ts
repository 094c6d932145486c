import { z } from "zod";
import { GatehouseError } from "../../core/errors.ts";
import { containing } from "../../core/search-text.ts";
import { storableText } from "../../core/text.ts";
import type { Sql } from "../../platform/db.ts";
import type { ResourceFilters, ResourceListPage, ResourceListRow } from "./schema.ts";

type Position = { direction: "next" | "previous"; type: string; id: string };

const wire = z.tuple([z.enum(["n", "p"]), storableText(64), storableText(256)]);

function encodePosition({ direction, type, id }: Position): string {
  const parts = [direction === "next" ? "n" : "p", type, id];
  return Buffer.from(JSON.stringify(parts)).toString("base64url");
}

/** @throws GatehouseError invalid_input when the text is not a cursor of ours. */
function decodePosition(text: string): Position {
  try {
    const [direction, type, id] = wire.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
    return { direction: direction === "n" ? "next" : "previous", type, id };
  } catch {
    const message = "This page link is damaged. Go back to the first page.";
    throw new GatehouseError("invalid_input", message, { cursor: [message] });
  }
}

/** A resource with how much lies under it and on it. */
export const listColumns = `
  r.type, r.id, r.name, r.owner,
  CASE WHEN r.parent_type IS NOT NULL
    THEN json_build_object('type', r.parent_type, 'id', r.parent_id) END AS parent,
  to_char(r.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "createdAt",
  (SELECT count(*)::int FROM resources c
    WHERE c.tenant_id = $1 AND c.parent_type = r.type AND c.parent_id = r.id) AS "childCount",
  (SELECT count(*)::int FROM resource_grants x
    WHERE x.tenant_id = $1 AND x.resource_type = r.type AND x.resource_id = r.id) AS "grantCount"`;

const statement = (direction: Position["direction"]) => `
  SELECT ${listColumns} FROM resources r
  WHERE r.tenant_id = $1
    AND ($2::text IS NULL OR r.id ILIKE $2 OR r.name ILIKE $2 OR r.owner ILIKE $2)
    AND ($3::text[] IS NULL OR r.type = ANY ($3))
    AND ($4::text IS NULL OR (r.parent_type = $4 AND r.parent_id = $5))
    AND ($6::boolean OR r.parent_type IS NULL)
    AND ($7::text IS NULL OR (r.type, r.id) ${direction === "next" ? ">" : "<"} ($7, $8))
  ORDER BY r.type ${direction === "next" ? "ASC" : "DESC"}, r.id ${direction === "next" ? "ASC" : "DESC"}
  LIMIT $9`;

/** A page of resources by type and id, in both directions. */
export async function readResourceList(
  sql: Sql,
  tenantId: string,
  { text, type, parent }: ResourceFilters,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<ResourceListPage> {
  const from = cursor === undefined ? undefined : decodePosition(cursor);
  const direction = from?.direction ?? "next";
  // People mean the characters, not LIKE's wildcards.
  const like = containing(text);
  const isNarrowed = like !== null || Boolean(type?.length) || parent !== undefined;
  const found = await sql<ResourceListRow>(statement(direction), [
    tenantId,
    like,
    type?.length ? type : null,
    parent?.type ?? null,
    parent?.id ?? null,
    isNarrowed,
    from?.type ?? null,
    from?.id ?? null,
    limit + 1,
  ]);
  const rows = found.slice(0, limit);
  if (direction === "previous") rows.reverse();
  const hasMore = found.length > limit;
  const hasNext = direction === "previous" || hasMore;
  const hasPrevious = direction === "previous" ? hasMore : from !== undefined;
  return {
    rows,
    nextCursor: edgeOf(hasNext, "next", rows.at(-1)),
    previousCursor: edgeOf(hasPrevious, "previous", rows[0]),
  };
}

function edgeOf(
  isThere: boolean,
  direction: Position["direction"],
  row: ResourceListRow | undefined,
): string | null {
  return isThere && row ? encodePosition({ direction, type: row.type, id: row.id }) : null;
}
