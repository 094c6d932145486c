import type { Sql } from "../../platform/db.ts";
import type { StoredLine } from "./rows.ts";
import type { LineKind } from "./schema.ts";

/** What was taken away, from when until when it was given; `why` says why it could not be. */
export type Deleted = { startsAt: Date | null; endsAt: Date | null; why?: string };

type Row = { lineId: string; startsAt: Date | null; endsAt: Date | null };

// What was given anew since the review began is another decision of somebody, and not this line.
const statements: Record<LineKind, string> = {
  assignment: `
    DELETE FROM role_assignments a
    USING unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::timestamptz[])
      AS l (line_id, user_id, group_id, role_id, grant_id, since)
    WHERE a.tenant_id = $1::uuid AND a.user_id = l.user_id AND a.role = l.role_id
      AND a.assigned_at = l.since
    RETURNING l.line_id AS "lineId", a.starts_at AS "startsAt", a.ends_at AS "endsAt"`,
  group_role: `
    DELETE FROM group_roles a
    USING unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::timestamptz[])
      AS l (line_id, user_id, group_id, role_id, grant_id, since)
    WHERE a.tenant_id = $1::uuid AND a.group_id = l.group_id AND a.role = l.role_id
      AND a.assigned_at = l.since
    RETURNING l.line_id AS "lineId", a.starts_at AS "startsAt", a.ends_at AS "endsAt"`,
  membership: `
    DELETE FROM group_members a
    USING unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::timestamptz[])
      AS l (line_id, user_id, group_id, role_id, grant_id, since), groups g
    WHERE a.tenant_id = $1::uuid AND a.user_id = l.user_id AND a.group_id = l.group_id
      AND a.added_at = l.since AND g.tenant_id = $1::uuid AND g.id = l.group_id AND g.rule IS NULL
    RETURNING l.line_id AS "lineId", NULL::timestamptz AS "startsAt", NULL::timestamptz AS "endsAt"`,
  grant: `
    DELETE FROM resource_grants a
    USING unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::timestamptz[])
      AS l (line_id, user_id, group_id, role_id, grant_id, since)
    WHERE a.tenant_id = $1::uuid AND a.id = l.grant_id
    RETURNING l.line_id AS "lineId", a.starts_at AS "startsAt", a.ends_at AS "endsAt"`,
};

const readByRule = `
  SELECT l.line_id AS "lineId" FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::timestamptz[])
    AS l (line_id, user_id, group_id, since)
  JOIN group_members m ON m.tenant_id = $1::uuid AND m.user_id = l.user_id
    AND m.group_id = l.group_id AND m.added_at = l.since`;

/** Deletes the rows that lines are about. @returns by line; those missing were gone already. */
export async function deleteHeld(
  sql: Sql,
  tenantId: string,
  lines: readonly StoredLine[],
): Promise<Map<string, Deleted>> {
  const deleted = new Map<string, Deleted>();
  for (const [kind, some] of Map.groupBy(lines, (line) => line.kind)) {
    const rows = await sql<Row>(statements[kind], [
      tenantId,
      some.map(({ id }) => id),
      some.map(({ user }) => user?.id ?? null),
      some.map(({ group }) => group?.id ?? null),
      some.map(({ role }) => role?.id ?? null),
      some.map(({ grant }) => grant?.id ?? null),
      some.map(({ since }) => since.toISOString()),
    ]);
    for (const { lineId, ...window } of rows) deleted.set(lineId, window);
    if (kind === "membership" && rows.length < some.length) {
      await addByRule(sql, tenantId, some, deleted);
    }
  }
  return deleted;
}

/** Those who stay in a group because it has begun to choose its people by a rule. */
async function addByRule(
  sql: Sql,
  tenantId: string,
  lines: readonly StoredLine[],
  deleted: Map<string, Deleted>,
): Promise<void> {
  const left = await sql<{ lineId: string }>(readByRule, [
    tenantId,
    lines.map(({ id }) => id),
    lines.map(({ user }) => user?.id ?? null),
    lines.map(({ group }) => group?.id ?? null),
    lines.map(({ since }) => since.toISOString()),
  ]);
  const why = "The group chooses its people by a rule now. Change the rule, or the person.";
  for (const { lineId } of left) deleted.set(lineId, { startsAt: null, endsAt: null, why });
}
