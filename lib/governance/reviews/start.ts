import type { Policy } from "../../authz/engine/policy.ts";
import { byName } from "../../core/by-name.ts";
import { GatehouseError } from "../../core/errors.ts";
import type { Sql } from "../../platform/db.ts";
import { type DraftLine, denialsOf, type Groups } from "./draft.ts";
import { readLastUses } from "./last-use.ts";
import { inTurn, requireReviewers } from "./reviewers.ts";
import { MAX_LINES, type Named } from "./schema.ts";
import type { Found } from "./scope.ts";

type Begun = { sql: Sql; tenantId: string; policy: Policy; reviewId: string };

/**
 * Fixes the lines of a review, by person and group, each with its reviewer and its last use.
 * @returns how many there are of each kind, and for each reviewer.
 */
export async function writeLines(
  { sql, tenantId, policy, reviewId }: Begun,
  { lines: found, groups }: Pick<Found, "lines" | "groups">,
  reviewerIds: readonly string[],
): Promise<{
  lines: number;
  kinds: Record<string, number>;
  reviewers: (Named & { lines: number })[];
}> {
  if (found.length === 0) {
    throw new GatehouseError("conflict", "Nobody has any of this: there is nothing to review.");
  }
  if (found.length > MAX_LINES) {
    const message = `This would be ${found.length} lines, and a review has at most ${MAX_LINES}. Choose less, and start several.`;
    throw new GatehouseError("conflict", message);
  }
  const lines = found.toSorted(bySubject);
  const reviewers = await requireReviewers(sql, tenantId, reviewerIds, "reviewerIds");
  const chosen = inTurn(reviewers, groups, lines);
  const uses = await readLastUses(sql, tenantId, policy, groups, lines);
  const rows = lines.map((line, at) => rowOf(policy, groups, line, at, chosen[at], uses[at]));
  await insertLines(sql, tenantId, reviewId, rows);
  const count = (of: (line: DraftLine, at: number) => string) =>
    Object.fromEntries(
      [...Map.groupBy(lines.map(of), (value) => value)].map(([key, all]) => [key, all.length]),
    );
  const perReviewer = count((_, at) => chosen[at]?.id ?? "");
  return {
    lines: lines.length,
    kinds: count(({ kind }) => kind),
    reviewers: reviewers.map((each) => ({ ...each, lines: perReviewer[each.id] ?? 0 })),
  };
}

/** People first, and all about one of them together. */
function bySubject(a: DraftLine, b: DraftLine): number {
  return (
    Number(a.user === null) - Number(b.user === null) ||
    byName(subjectOf(a), subjectOf(b)) ||
    subjectOf(a).id.localeCompare(subjectOf(b).id) ||
    whatOf(a).localeCompare(whatOf(b))
  );
}

function subjectOf({ user, group }: DraftLine): Named {
  return user ?? group ?? { id: "", name: "" };
}

function whatOf({ role, group, grant }: DraftLine): string {
  return role?.name ?? (grant ? `${grant.permission} ${grant.resourceId}` : (group?.name ?? ""));
}

function rowOf(
  policy: Policy,
  groups: Groups,
  line: DraftLine,
  at: number,
  reviewer: Named | undefined,
  lastUsedAt: Date | null | undefined,
) {
  const { user, group, role, grant } = line;
  return {
    position: at + 1,
    kind: line.kind,
    user_id: user?.id ?? null,
    user_name: user?.name ?? null,
    group_id: group?.id ?? null,
    group_name: group?.name ?? null,
    role_id: role?.id ?? null,
    role_name: role?.name ?? null,
    grant_id: grant?.id ?? null,
    permission: grant?.permission ?? null,
    resource_type: grant?.resourceType ?? null,
    resource_id: grant?.resourceId ?? null,
    path: line.path,
    reason: line.reason,
    since: line.since,
    starts_at: line.startsAt,
    ends_at: line.endsAt,
    people_count: line.peopleCount,
    last_used_at: lastUsedAt ?? null,
    denies: denialsOf(policy, groups, line),
    reviewer_id: reviewer?.id,
    reviewer_name: reviewer?.name,
  };
}

const columns = `position, kind, user_id, user_name, group_id, group_name, role_id, role_name, grant_id,
  permission, resource_type, resource_id, path, reason, since, starts_at, ends_at, people_count,
  last_used_at, denies, reviewer_id, reviewer_name`;

async function insertLines(
  sql: Sql,
  tenantId: string,
  reviewId: string,
  rows: readonly ReturnType<typeof rowOf>[],
): Promise<void> {
  await sql(
    `INSERT INTO review_lines (tenant_id, review_id, ${columns})
     SELECT $1::uuid, $2::uuid, ${columns} FROM json_to_recordset($3::json) AS l (position int,
       kind text, user_id uuid, user_name text, group_id uuid, group_name text, role_id text,
       role_name text, grant_id uuid, permission text, resource_type text, resource_id text,
       path jsonb, reason text, since timestamptz, starts_at timestamptz, ends_at timestamptz,
       people_count int, last_used_at timestamptz, denies text[], reviewer_id uuid,
       reviewer_name text)`,
    [tenantId, reviewId, JSON.stringify(rows)],
  );
}
