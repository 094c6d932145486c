import type { Cursor } from "../../core/cursor.ts";
import { containing } from "../../core/search-text.ts";
import type { Sql } from "../../platform/db.ts";
import { lineColumns, type StoredLine, stateOfLine } from "./rows.ts";
import { type LineFilters, MAX_LINES } from "./schema.ts";

/** `rank` is the place in the list of whoever looks, from 1. */
export type SeenLine = StoredLine & { rank: number; isThere: boolean; isOwn: boolean };

type Wanted = { tenantId: string; reviewId: string; viewerId: string; onlyOwn: boolean };

/** What counts as used lately. */
const LATELY_DAYS = 90;

/** When a line was last used, as SQL. */
export const useOfLine = `CASE WHEN l.last_used_at IS NULL THEN 'never'
  WHEN l.last_used_at < now() - interval '${LATELY_DAYS} days' THEN 'long_ago' ELSE 'lately' END`;

const isThere = `CASE l.kind
  WHEN 'assignment' THEN EXISTS (SELECT FROM role_assignments a WHERE a.tenant_id = l.tenant_id
    AND a.user_id = l.user_id AND a.role = l.role_id AND a.assigned_at = l.since)
  WHEN 'group_role' THEN EXISTS (SELECT FROM group_roles a WHERE a.tenant_id = l.tenant_id
    AND a.group_id = l.group_id AND a.role = l.role_id AND a.assigned_at = l.since)
  WHEN 'membership' THEN EXISTS (SELECT FROM group_members a WHERE a.tenant_id = l.tenant_id
    AND a.user_id = l.user_id AND a.group_id = l.group_id AND a.added_at = l.since)
  ELSE EXISTS (SELECT FROM resource_grants a WHERE a.tenant_id = l.tenant_id
    AND a.id = l.grant_id) END`;

const isOwn = `(l.user_id IS NOT DISTINCT FROM $3::uuid OR (l.user_id IS NULL AND EXISTS (
  SELECT FROM group_members m WHERE m.tenant_id = l.tenant_id AND m.group_id = l.group_id
    AND m.user_id = $3::uuid)))`;

/** Lines from a cursor on, in the cursor's direction: those to be decided by the viewer first. */
export function readLinePage(
  sql: Sql,
  { tenantId, reviewId, viewerId, onlyOwn }: Wanted,
  { state, use, reviewer, text }: LineFilters,
  { cursor, limit }: { cursor: Cursor | undefined; limit: number },
): Promise<SeenLine[]> {
  const backwards = cursor?.direction === "previous";
  // People mean the characters, which LIKE would take for its own.
  const like = containing(text);
  return sql<SeenLine>(
    `SELECT ${lineColumns}, l.rank, ${isThere} AS "isThere", ${isOwn} AS "isOwn"
     FROM (SELECT l.*, position + CASE WHEN reviewer_id = $3::uuid THEN 0 ELSE ${MAX_LINES} END
         AS rank
       FROM review_lines l WHERE l.tenant_id = $1 AND l.review_id = $2::uuid
         AND (NOT $4::boolean OR l.reviewer_id = $3::uuid)
         AND ($5::text[] IS NULL OR ${stateOfLine} = ANY ($5))
         AND ($6::text[] IS NULL OR ${useOfLine} = ANY ($6))
         AND ($7::uuid[] IS NULL OR l.reviewer_id = ANY ($7))
         AND ($8::text IS NULL OR concat_ws(' ', l.user_name, l.group_name, l.role_name,
           l.permission, l.resource_id) ILIKE $8)
     ) l
     WHERE ($9::int IS NULL OR l.rank ${backwards ? "<" : ">"} $9)
     ORDER BY l.rank ${backwards ? "DESC" : "ASC"} LIMIT $10`,
    [
      tenantId,
      reviewId,
      viewerId,
      onlyOwn,
      state ?? null,
      use ?? null,
      reviewer ?? null,
      like,
      cursor?.at.getTime() ?? null,
      limit,
    ],
  );
}
