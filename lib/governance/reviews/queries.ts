import { resourceTypes } from "../../authz/catalogue/resource-types.ts";
import { decide } from "../../authz/engine/decide.ts";
import { compilePolicy } from "../../authz/engine/policy.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import type { Grant } from "../../authz/guard/grant.ts";
import { memberCountOf } from "../../authz/store/holders.ts";
import { loadPrincipals } from "../../authz/store/principal.ts";
import { readPolicyFacts } from "../../authz/store/read-facts.ts";
import { hasBit } from "../../core/bits.ts";
import { byName } from "../../core/by-name.ts";
import { decodeCursor, pageOf } from "../../core/cursor.ts";
import { GatehouseError } from "../../core/errors.ts";
import { containing } from "../../core/search-text.ts";
import { type Sql, withTenantSnapshot, withTenantSql } from "../../platform/db.ts";
import { readLinePage, type SeenLine, useOfLine } from "./read-lines.ts";
import {
  lineColumns,
  reviewColumns,
  type StoredLine,
  type StoredReview,
  stateOf,
  stateOfLine,
  subjectOf,
} from "./rows.ts";
import {
  type LineCounts,
  type LineFilters,
  type LinePage,
  type LineState,
  lineStates,
  type Named,
  type OwnQuestion,
  type ReviewDetail,
  type ReviewKey,
  type ReviewLine,
  type ReviewRow,
  type ScopeChoices,
  type UseShown,
  usesShown,
} from "./schema.ts";

/** Who looks: at every review, or only at the lines that they have to decide. */
export type Viewer =
  | { sees: "all"; grant: Grant<"review.read">; viewerId: string }
  | { sees: "own"; grant: Grant<"review.decide">; viewerId: string };

/** So many reviews are listed: older ones are found in the audit log. */
const LISTED = 200;
const FOUND_REVIEWERS = 20;

type Counted = { reviewId: string; state: LineState; count: number; ownOpen: number };

const counted = `
  SELECT l.review_id AS "reviewId", ${stateOfLine} AS state, count(*)::int AS count,
    (count(*) FILTER (WHERE l.reviewer_id = $2 AND l.outcome IS NULL
      AND l.decision IN ('undecided', 'ask')))::int AS "ownOpen"
  FROM review_lines l
  WHERE l.tenant_id = $1 AND l.review_id = ANY ($3::uuid[]) AND ($4 OR l.reviewer_id = $2)
  GROUP BY 1, 2`;

/** Those that go on first, by deadline; then those that are over, newest first. */
export function listReviews({ sees, grant, viewerId }: Viewer): Promise<ReviewRow[]> {
  const { tenantId } = grant;
  return withTenantSnapshot(tenantId, async (sql) => {
    const reviews = await sql<StoredReview>(
      `SELECT ${reviewColumns} FROM reviews r WHERE r.tenant_id = $1 AND ($2 OR EXISTS (
         SELECT FROM review_lines l WHERE l.tenant_id = $1 AND l.review_id = r.id
           AND l.reviewer_id = $3))
       ORDER BY r.state = 'closed', CASE WHEN r.state <> 'closed' THEN r.deadline END,
         r.created_at DESC LIMIT ${LISTED}`,
      [tenantId, sees === "all", viewerId],
    );
    const ids = reviews.map(({ id }) => id);
    const rows = await sql<Counted>(counted, [tenantId, viewerId, ids, sees === "all"]);
    return reviews.map((review) => rowOf(review, rows));
  });
}

function rowOf({ eventIds: _, ...review }: StoredReview, rows: readonly Counted[]): ReviewRow {
  const own = rows.filter(({ reviewId }) => reviewId === review.id);
  const counts = Object.fromEntries(lineStates.map((state) => [state, 0])) as LineCounts;
  for (const { state, count } of own) counts[state] = count;
  return {
    ...review,
    createdAt: review.createdAt.toISOString(),
    deadline: review.deadline.toISOString(),
    closedAt: review.closedAt?.toISOString() ?? null,
    counts,
    lineCount: own.reduce((sum, { count }) => sum + count, 0),
    ownOpen: own.reduce((sum, { ownOpen }) => sum + ownOpen, 0),
  };
}

/** @throws GatehouseError not_found, also for a review in which the viewer has nothing to decide. */
export function getReview({ sees, grant, viewerId }: Viewer, id: string): Promise<ReviewDetail> {
  const { tenantId } = grant;
  return withTenantSnapshot(tenantId, async (sql) => {
    const [review] = await sql<StoredReview & { evidenceKey: string | null }>(
      `SELECT ${reviewColumns}, e.kid AS "evidenceKey" FROM reviews r
       LEFT JOIN review_evidence e ON e.tenant_id = r.tenant_id AND e.review_id = r.id
       WHERE r.tenant_id = $1 AND r.id = $2`,
      [tenantId, id],
    );
    const rows = await sql<Counted>(counted, [tenantId, viewerId, [id], sees === "all"]);
    if (!review || (sees === "own" && rows.length === 0)) {
      throw new GatehouseError("not_found", "There is no such review.");
    }
    const reviewers = await readReviewers(sql, tenantId, id);
    const used = await sql<{ use: UseShown; count: number }>(
      `SELECT ${useOfLine} AS use, count(*)::int AS count FROM review_lines l
       WHERE tenant_id = $1 AND review_id = $2 AND ($3 OR reviewer_id = $4) GROUP BY 1`,
      [tenantId, id, sees === "all", viewerId],
    );
    const uses = Object.fromEntries(usesShown.map((use) => [use, 0])) as ReviewDetail["uses"];
    for (const { use, count } of used) uses[use] = count;
    const { evidenceKey, ...rest } = review;
    const own = reviewers.filter((each) => sees === "all" || each.id === viewerId);
    return { ...rowOf(rest, rows), reviewers: own, uses, evidenceKey };
  });
}

function readReviewers(sql: Sql, tenantId: string, id: string) {
  return sql<ReviewDetail["reviewers"][number]>(
    `SELECT reviewer_id AS id, max(reviewer_name) AS name, count(*)::int AS "lineCount",
       (count(*) FILTER (WHERE outcome IS NULL AND decision IN ('undecided', 'ask')))::int
         AS "openCount"
     FROM review_lines WHERE tenant_id = $1 AND review_id = $2 GROUP BY 1 ORDER BY 2`,
    [tenantId, id],
  );
}

/** Lines of a review: the viewer's own to decide first, then by person and group. */
export async function searchLines(
  { sees, grant, viewerId }: Viewer,
  reviewId: string,
  filters: LineFilters,
  paging: { cursor?: string | undefined; limit: number },
): Promise<LinePage> {
  const { tenantId } = grant;
  const cursor = paging.cursor === undefined ? undefined : decodeCursor(paging.cursor);
  const seen = await withTenantSql(tenantId, (sql) =>
    readLinePage(sql, { tenantId, reviewId, viewerId, onlyOwn: sees === "own" }, filters, {
      cursor,
      limit: paging.limit + 1,
    }),
  );
  // The cursor's time is a place in the list.
  const place = ({ rank, id }: SeenLine) => ({ at: new Date(rank), id });
  const page = pageOf(seen, paging.limit, cursor, place);
  return { ...page, rows: page.rows.map(lineOf) };
}

function lineOf(line: SeenLine): ReviewLine {
  const { id, position, reviewer, decision, comment, decidedBy, question, answer } = line;
  return {
    id,
    position,
    ...subjectOf(line),
    reviewer,
    decision,
    comment,
    decidedBy,
    decidedAt: line.decidedAt?.toISOString() ?? null,
    question,
    answer,
    answeredBy: line.answeredBy,
    answeredAt: line.answeredAt?.toISOString() ?? null,
    outcome: line.outcome,
    outcomeReason: line.outcomeReason,
    lapsed: line.lapsed,
    state: stateOf(line),
    isThere: line.isThere,
    isOwn: line.isOwn,
  };
}

const openQuestions = `review_lines l JOIN reviews r ON r.tenant_id = l.tenant_id AND r.id = l.review_id
  WHERE l.tenant_id = $1 AND l.decision = 'ask' AND l.outcome IS NULL
    AND (l.user_id = $2 OR (l.user_id IS NULL AND r.started_by = $2))
    AND r.state = 'running' AND r.deadline > now()`;

/** Whether a reviewer waits for an answer of the person. */
export async function isAskedSomething(actor: Pick<Actor, "tenantId" | "id">): Promise<boolean> {
  const { tenantId, id } = actor;
  const rows = await withTenantSql(tenantId, (sql) =>
    sql(`SELECT 1 FROM ${openQuestions} AND l.answer IS NULL LIMIT 1`, [tenantId, id]),
  );
  return rows.length > 0;
}

/** What reviewers have asked the person, and what they have asked about groups in their reviews. */
export function listOwnQuestions({ tenantId, id }: Pick<Actor, "tenantId" | "id">) {
  return withTenantSql(tenantId, async (sql): Promise<OwnQuestion[]> => {
    const rows = await sql<StoredLine & { review: Named & { deadline: string } }>(
      `SELECT ${lineColumns}, json_build_object('id', r.id, 'name', r.name, 'deadline', r.deadline)
         AS review
       FROM ${openQuestions}
       ORDER BY l.answer IS NOT NULL, r.deadline, l.position LIMIT ${LISTED}`,
      [tenantId, id],
    );
    return rows.map((line) => ({
      lineId: line.id,
      review: { ...line.review, deadline: new Date(line.review.deadline).toISOString() },
      line: subjectOf(line),
      askedBy: line.reviewer,
      question: line.question ?? "",
      answer: line.answer,
    }));
  });
}

/** What a review can be about: roles and groups by name, and the kinds of things products have. */
export function listScopes({ tenantId }: Grant<"review.create">): Promise<ScopeChoices> {
  return withTenantSnapshot(tenantId, async (sql) => {
    const policy = compilePolicy(await readPolicyFacts(sql, tenantId));
    const groups = await sql<{ id: string; name: string; count: number }>(
      `SELECT g.id, g.name, ${memberCountOf("g.id")} AS count
       FROM groups g WHERE g.tenant_id = $1 ORDER BY lower(g.name)`,
      [tenantId],
    );
    const types = await sql<Named>(
      "SELECT id, name FROM resource_types WHERE tenant_id = $1 ORDER BY lower(name)",
      [tenantId],
    );
    const roles = [...policy.roles.values()].map(({ held: { id, name, sentence } }) => ({
      id,
      name,
      detail: sentence,
    }));
    const builtIn = Object.entries(resourceTypes).map(([id, { name }]) => ({ id, name }));
    return {
      roles: roles.sort(byName),
      groups: groups.map(({ id, name, count }) => ({
        id,
        name,
        detail: count === 1 ? "1 member" : `${count} members`,
      })),
      apps: [...types, ...builtIn].map((type) => ({ ...type, detail: type.id })),
    };
  });
}

const findCandidates = `
  SELECT u.id FROM users u WHERE u.tenant_id = $1 AND u.status = 'active'
    AND ($3::text IS NULL OR u.name ILIKE $3 OR u.email::text ILIKE $3)
    AND (EXISTS (SELECT FROM role_assignments a WHERE a.tenant_id = $1 AND a.user_id = u.id
        AND a.role = ANY ($2::text[]))
      OR EXISTS (SELECT FROM group_members m JOIN group_roles r ON r.tenant_id = m.tenant_id
        AND r.group_id = m.group_id WHERE m.tenant_id = $1 AND m.user_id = u.id
        AND r.role = ANY ($2::text[])))
  ORDER BY lower(u.name), u.id LIMIT ${FOUND_REVIEWERS}`;

/** People who may review access, by name; some of them when there are many. */
export async function searchReviewers(
  { tenantId }: Grant<"review.create" | "review.decide">,
  text: string,
): Promise<Named[]> {
  // People mean the characters, which LIKE would take for its own.
  const like = containing(text);
  const ids = await withTenantSnapshot(tenantId, async (sql) => {
    const { roles, space } = compilePolicy(await readPolicyFacts(sql, tenantId));
    const index = space.indexOf("review.decide") ?? -1;
    const holding = [...roles].flatMap(([id, { allow }]) => (hasBit(allow, index) ? [id] : []));
    return sql<{ id: string }>(findCandidates, [tenantId, holding, like]);
  });
  const found = await loadPrincipals(
    tenantId,
    ids.map(({ id }) => id),
  );
  return ids.flatMap(({ id }) => {
    const person = found.get(id);
    return person && decide(person.access, "review.decide") ? [{ id, name: person.name }] : [];
  });
}

/** The public halves of the keys that have signed evidence, newest first. */
export function listReviewKeys({ tenantId }: Grant<"review.read">): Promise<ReviewKey[]> {
  return withTenantSql(tenantId, async (sql) => {
    const rows = await sql<{ kid: string; jwk: ReviewKey["jwk"]; since: Date }>(
      `SELECT kid, jwk, created_at AS since FROM review_keys WHERE tenant_id = $1
       ORDER BY created_at DESC`,
      [tenantId],
    );
    return rows.map(({ since, ...key }) => ({ ...key, since: since.toISOString() }));
  });
}
