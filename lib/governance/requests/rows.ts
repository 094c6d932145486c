import { inForceNow } from "../../authz/store/holders.ts";
import { type Cursor, pageOf } from "../../core/cursor.ts";
import { containing } from "../../core/search-text.ts";
import type { Sql } from "../../platform/db.ts";
import {
  type AccessRequestRow,
  type GivenForTimeRow,
  LAPSE_DAYS,
  type RequestFilters,
  type RequestKind,
  type RequestState,
} from "./schema.ts";

// The state as it is now: what time has made of it needs no row to change. A role counts as in force
// only while it is held until that very end, and not when somebody has changed it by hand.
const requests = `
  SELECT r.*, u.name AS user_name, CASE
    WHEN r.state = 'pending' AND r.created_at <= now() - make_interval(days => ${LAPSE_DAYS})
      THEN 'lapsed'
    WHEN r.state = 'approved' AND r.ends_at > now() AND a.user_id IS NOT NULL THEN 'in_force'
    WHEN r.state = 'approved' THEN 'ended'
    ELSE r.state END AS shown
  FROM access_requests r
  JOIN users u ON u.tenant_id = r.tenant_id AND u.id = r.user_id
  LEFT JOIN role_assignments a ON a.tenant_id = r.tenant_id AND a.user_id = r.user_id
    AND a.role = r.role_id AND a.ends_at = r.ends_at
  WHERE r.tenant_id = $1`;

type Stored = {
  id: string;
  user_id: string;
  user_name: string;
  role_id: string;
  role_name: string;
  kind: RequestKind;
  shown: RequestState;
  minutes: number;
  reason: string;
  created_at: Date;
  decided_by: string | null;
  decided_by_name: string | null;
  decided_at: Date | null;
  comment: string;
  starts_at: Date | null;
  ends_at: Date | null;
  ended_by: string | null;
  ended_by_name: string | null;
  ended_at: Date | null;
};

function rowOf(stored: Stored): AccessRequestRow {
  return {
    id: stored.id,
    person: { id: stored.user_id, name: stored.user_name },
    role: { id: stored.role_id, name: stored.role_name },
    kind: stored.kind,
    state: stored.shown,
    minutes: stored.minutes,
    reason: stored.reason,
    createdAt: stored.created_at.toISOString(),
    decidedBy: named(stored.decided_by, stored.decided_by_name),
    decidedAt: stored.decided_at?.toISOString() ?? null,
    comment: stored.comment,
    startsAt: stored.starts_at?.toISOString() ?? null,
    endsAt: stored.ends_at?.toISOString() ?? null,
    endedBy: named(stored.ended_by, stored.ended_by_name),
    endedAt: stored.ended_at?.toISOString() ?? null,
  };
}

function named(id: string | null, name: string | null) {
  return id === null ? null : { id, name: name ?? "" };
}

/** Waiting requests, longest waiting first, as far as they are listed. */
export async function readPending(sql: Sql, tenantId: string, limit: number) {
  const stored = await sql<Stored>(
    `SELECT * FROM (${requests} AND r.state = 'pending') r WHERE shown = 'pending'
     ORDER BY created_at, id LIMIT $2`,
    [tenantId, limit],
  );
  return stored.map(rowOf);
}

/** Roles in force: those taken in an emergency first, then what ends soonest. */
export async function readInForce(sql: Sql, tenantId: string, limit: number) {
  const stored = await sql<Stored>(
    `SELECT * FROM (${requests} AND r.state = 'approved' AND r.ends_at > now()) r
     WHERE shown = 'in_force' ORDER BY kind, ends_at, id LIMIT $2`,
    [tenantId, limit],
  );
  return stored.map(rowOf);
}

// What a request or an emergency gave ends when that says; another end was set by hand.
const givenForTime = `
  SELECT u.id, u.name, 'user' AS kind, a.role, a.assigned_at, a.starts_at, a.ends_at, a.reason
  FROM role_assignments a
  JOIN users u ON u.tenant_id = $1 AND u.id = a.user_id AND u.status = 'active'
  WHERE a.tenant_id = $1 AND a.ends_at IS NOT NULL AND ${inForceNow("a")}
    AND NOT EXISTS (SELECT FROM access_requests q
      WHERE q.tenant_id = $1 AND q.user_id = a.user_id AND q.role_id = a.role
        AND q.state = 'approved' AND q.ends_at = a.ends_at)
  UNION ALL
  SELECT g.id, g.name, 'group', a.role, a.assigned_at, a.starts_at, a.ends_at, a.reason
  FROM group_roles a JOIN groups g ON g.tenant_id = $1 AND g.id = a.group_id
  WHERE a.tenant_id = $1 AND a.ends_at IS NOT NULL AND ${inForceNow("a")}`;

type StoredGiven = {
  id: string;
  name: string;
  kind: "user" | "group";
  role: string;
  roleName: string;
  since: Date;
  endsAt: Date;
  reason: string;
  total: number;
};

/** Roles given by hand until a time that are in force: what ends soonest first, and how many there are. */
export async function readGivenForTime(
  sql: Sql,
  tenantId: string,
  limit: number,
): Promise<{ rows: GivenForTimeRow[]; total: number }> {
  const stored = await sql<StoredGiven>(
    `SELECT h.id, h.name, h.kind, h.role, r.name AS "roleName", h.ends_at AS "endsAt", h.reason,
       greatest(h.assigned_at, h.starts_at) AS since, (count(*) OVER ())::int AS total
     FROM (${givenForTime}) h JOIN roles r ON r.tenant_id = $1 AND r.id = h.role
     ORDER BY h.ends_at, h.id, h.role LIMIT $2`,
    [tenantId, limit],
  );
  const rows = stored.map(({ id, name, kind, role, roleName, since, endsAt, reason }) => ({
    receiver: { id, name, kind },
    role: { id: role, name: roleName },
    since: since.toISOString(),
    endsAt: endsAt.toISOString(),
    reason,
  }));
  return { rows, total: stored[0]?.total ?? 0 };
}

/** A person's own, latest first. */
export async function readOwn(sql: Sql, tenantId: string, userId: string, limit: number) {
  const stored = await sql<Stored>(
    `${requests} AND r.user_id = $2 ORDER BY r.created_at DESC, r.id DESC LIMIT $3`,
    [tenantId, userId, limit],
  );
  return stored.map(rowOf);
}

/** All that match, latest first. */
export async function readPage(
  sql: Sql,
  tenantId: string,
  { state, kind, text }: RequestFilters,
  { cursor, limit }: { cursor: Cursor | undefined; limit: number },
) {
  // People mean the characters, which LIKE would take for its own.
  const like = containing(text);
  const backwards = cursor?.direction === "previous";
  const order = backwards ? "ASC" : "DESC";
  const stored = await sql<Stored>(
    `SELECT * FROM (${requests}) r
     WHERE ($2::text[] IS NULL OR shown = ANY ($2)) AND ($3::text[] IS NULL OR kind = ANY ($3))
       AND ($4::text IS NULL OR user_name ILIKE $4 OR role_name ILIKE $4)
       AND ($5::timestamptz IS NULL OR (created_at, id) ${backwards ? ">" : "<"} ($5, $6::uuid))
     ORDER BY created_at ${order}, id ${order} LIMIT $7`,
    [
      tenantId,
      state ?? null,
      kind ?? null,
      like,
      cursor?.at.toISOString() ?? null,
      cursor?.id ?? null,
      limit + 1,
    ],
  );
  const place = ({ created_at: at, id }: Stored) => ({ at, id });
  const page = pageOf(stored, limit, cursor, place);
  return { ...page, rows: page.rows.map(rowOf) };
}

/** How many there are of each kind in each state. */
export function countRows(sql: Sql, tenantId: string) {
  return sql<{ shown: RequestState; kind: RequestKind; count: number }>(
    `SELECT shown, kind, count(*)::int AS count FROM (${requests}) r GROUP BY 1, 2`,
    [tenantId],
  );
}
