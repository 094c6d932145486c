import { GatehouseError } from "../../core/errors.ts";
import type { Sql } from "../../platform/db.ts";
import type {
  Decision,
  LineKind,
  LineOutcome,
  LineState,
  LineSubject,
  Named,
  PathStep,
  ReviewState,
  ScopeKind,
  Undecided,
} from "./schema.ts";

export type StoredReview = {
  id: string;
  name: string;
  scopeKind: ScopeKind;
  scope: Named[];
  state: ReviewState;
  undecided: Undecided;
  startedBy: Named;
  createdAt: Date;
  deadline: Date;
  endedBy: Named | null;
  closedAt: Date | null;
  eventIds: string[];
};

export const reviewColumns = `r.id, r.name, r.scope_kind AS "scopeKind", r.scope, r.state, r.undecided,
  json_build_object('id', r.started_by, 'name', r.started_by_name) AS "startedBy",
  r.created_at AS "createdAt", r.deadline, r.closed_at AS "closedAt", r.event_ids::text[] AS "eventIds",
  CASE WHEN r.ended_by IS NOT NULL THEN
    json_build_object('id', r.ended_by, 'name', r.ended_by_name) END AS "endedBy"`;

export type StoredLine = {
  id: string;
  position: number;
  kind: LineKind;
  user: Named | null;
  group: Named | null;
  role: Named | null;
  grant: LineSubject["grant"];
  path: PathStep[];
  reason: string;
  since: Date;
  startsAt: Date | null;
  endsAt: Date | null;
  peopleCount: number | null;
  lastUsedAt: Date | null;
  denies: string[];
  reviewer: Named;
  decision: Decision;
  comment: string;
  decidedBy: Named | null;
  decidedAt: Date | null;
  question: string | null;
  answer: string | null;
  answeredBy: Named | null;
  answeredAt: Date | null;
  outcome: LineOutcome | null;
  outcomeReason: string;
  lapsed: boolean;
  eventIds: string[];
};

const named = (id: string, name: string) =>
  `CASE WHEN l.${id} IS NOT NULL THEN json_build_object('id', l.${id}, 'name', l.${name}) END`;

export const lineColumns = `l.id, l.position, l.kind, l.path, l.reason, l.since, l.comment, l.decision,
  ${named("user_id", "user_name")} AS user, ${named("group_id", "group_name")} AS group,
  ${named("role_id", "role_name")} AS role,
  CASE WHEN l.grant_id IS NOT NULL THEN json_build_object('id', l.grant_id, 'permission', l.permission,
    'resourceType', l.resource_type, 'resourceId', l.resource_id) END AS grant,
  l.starts_at AS "startsAt", l.ends_at AS "endsAt", l.people_count AS "peopleCount",
  l.last_used_at AS "lastUsedAt", l.denies,
  ${named("reviewer_id", "reviewer_name")} AS reviewer,
  ${named("decided_by", "decided_by_name")} AS "decidedBy", l.decided_at AS "decidedAt",
  l.question, l.answer, ${named("answered_by", "answered_by_name")} AS "answeredBy",
  l.answered_at AS "answeredAt", l.outcome, l.outcome_reason AS "outcomeReason", l.lapsed,
  l.event_ids::text[] AS "eventIds"`;

/** Where a line stands, as SQL. */
export const stateOfLine = `CASE
  WHEN l.outcome IS NOT NULL THEN l.outcome
  WHEN l.decision = 'keep' THEN 'kept'
  WHEN l.decision = 'ask' THEN 'asked'
  ELSE 'undecided' END`;

export function stateOf({
  outcome,
  decision,
}: Pick<StoredLine, "outcome" | "decision">): LineState {
  if (outcome) return outcome;
  if (decision === "keep") return "kept";
  return decision === "ask" ? "asked" : "undecided";
}

/** What a line is about, for readers. */
export function subjectOf(line: StoredLine): LineSubject {
  const { kind, user, group, role, grant, path, reason, peopleCount } = line;
  return {
    kind,
    person: user,
    group,
    role,
    grant,
    path,
    reason,
    since: line.since.toISOString(),
    startsAt: line.startsAt?.toISOString() ?? null,
    endsAt: line.endsAt?.toISOString() ?? null,
    peopleCount,
    lastUsedAt: line.lastUsedAt?.toISOString() ?? null,
  };
}

/** @throws GatehouseError not_found */
export async function lockReview(
  sql: Sql,
  tenantId: string,
  id: string,
  lock: "SHARE" | "UPDATE",
): Promise<StoredReview> {
  const [found] = await sql<StoredReview>(
    `SELECT ${reviewColumns} FROM reviews r WHERE r.tenant_id = $1::uuid AND r.id = $2::uuid FOR ${lock}`,
    [tenantId, id],
  );
  if (!found) throw new GatehouseError("not_found", "There is no such review.");
  return found;
}

/**
 * The lock lets others decide other lines, and keeps the review from closing meanwhile.
 * @throws GatehouseError not_found; conflict when it is over.
 */
export async function requireRunning(
  sql: Sql,
  tenantId: string,
  id: string,
): Promise<StoredReview> {
  const review = await lockReview(sql, tenantId, id, "SHARE");
  if (review.state === "running" && review.deadline > new Date()) return review;
  throw new GatehouseError("conflict", `${review.name} is over: nothing can be decided any more.`);
}

/** Lines of a review, locked in their order. @throws GatehouseError not_found when one is missing. */
export async function lockLines(
  sql: Sql,
  tenantId: string,
  reviewId: string,
  ids: readonly string[],
): Promise<StoredLine[]> {
  const lines = await sql<StoredLine>(
    `SELECT ${lineColumns} FROM review_lines l
     WHERE l.tenant_id = $1::uuid AND l.review_id = $2::uuid AND l.id = ANY ($3::uuid[])
     ORDER BY l.position FOR UPDATE`,
    [tenantId, reviewId, ids],
  );
  if (lines.length === ids.length) return lines;
  throw new GatehouseError("not_found", "Some of these lines do not exist.");
}
