import { randomUUID } from "node:crypto";
import { announceAccess } from "../../authz/change/announce.ts";
import { accessOf } from "../../authz/engine/built-in-policy.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { recordEvents } from "../../events/record.ts";
import { type Sql, sqlOf, type TenantTx, withTenant } from "../../platform/db.ts";
import { reviewEvent } from "./events.ts";
import { revokeLines } from "./revoke.ts";
import { lineColumns, reviewColumns, type StoredLine, type StoredReview } from "./rows.ts";
import { writeEvidence } from "./write-evidence.ts";

/** So many are revoked in one transaction: each has its own effect on somebody's access. */
const STEP_LINES = 100;

/** The reviews of a tenant that are over and not closed, in a transaction of the worker. */
export async function findDue(sql: Sql, tenantId: string): Promise<string[]> {
  const rows = await sql<{ id: string }>(
    `SELECT id FROM reviews WHERE tenant_id = $1
       AND (state = 'closing' OR (state = 'running' AND deadline <= now())) ORDER BY deadline`,
    [tenantId],
  );
  return rows.map(({ id }) => id);
}

/**
 * Closes a review that is over: revokes what nobody has decided, signs the evidence. It goes in steps,
 * each a transaction that holds the review's row: killed at any moment it leaves steps that are done
 * or not, and any number of workers do each of them once.
 */
export async function closeReview(tenantId: string, reviewId: string): Promise<void> {
  const actor = systemActor(tenantId);
  try {
    while ((await closeStep(tenantId, reviewId, actor)) === "more");
  } finally {
    await announceAccess(actor);
  }
}

/** @returns `nothing` when it is closed, or not over. */
export function closeStep(
  tenantId: string,
  reviewId: string,
  actor = systemActor(tenantId),
): Promise<"more" | "done" | "nothing"> {
  return withTenant(tenantId, async (tx) => {
    const sql = sqlOf(tx);
    const [review] = await sql<StoredReview>(
      `SELECT ${reviewColumns} FROM reviews r WHERE r.tenant_id = $1::uuid AND r.id = $2::uuid
         AND (r.state = 'closing' OR (r.state = 'running' AND r.deadline <= now()))
       FOR UPDATE`,
      [tenantId, reviewId],
    );
    if (!review) return "nothing";
    const lines = review.undecided === "revoke" ? await nextLines(sql, tenantId, reviewId) : [];
    if (lines.length === 0) {
      await finish(tx, actor, review);
      return "done";
    }
    const state = "closing";
    await tx.review.update({ where: { tenantId_id: { tenantId, id: reviewId } }, data: { state } });
    const order = { tx, actor, review, cause: "lapse", comment: "" } as const;
    await recordEvents(sql, tenantId, actor, await revokeLines(order, lines));
    return "more";
  });
}

/** What one step revokes: people's lines together, a group's alone, because it concerns many. */
async function nextLines(sql: Sql, tenantId: string, reviewId: string): Promise<StoredLine[]> {
  const lines = await sql<StoredLine>(
    `SELECT ${lineColumns} FROM review_lines l
     WHERE l.tenant_id = $1::uuid AND l.review_id = $2::uuid AND l.outcome IS NULL
       AND l.decision <> 'keep' ORDER BY l.position LIMIT ${STEP_LINES} FOR UPDATE`,
    [tenantId, reviewId],
  );
  const firstGroup = lines.findIndex(({ user }) => user === null);
  return firstGroup < 0 ? lines : lines.slice(0, Math.max(1, firstGroup));
}

async function finish(tx: TenantTx, actor: Actor, review: StoredReview): Promise<void> {
  const { tenantId } = actor;
  const { id } = review;
  await tx.reviewLine.updateMany({
    where: { tenantId, reviewId: id, outcome: null, decision: "keep" },
    data: { outcome: "kept" },
  });
  const closedAt = new Date();
  await tx.review.update({
    where: { tenantId_id: { tenantId, id } },
    data: { state: "closed", closedAt },
  });
  const signed = await writeEvidence(tx, tenantId, { ...review, closedAt });
  const event = reviewEvent("review.closed", review, "", signed);
  await recordEvents(sqlOf(tx), tenantId, actor, [event]);
}

/** Who closes: nobody's access is behind it, but the decision of who started the review. */
function systemActor(tenantId: string): Actor {
  return {
    kind: "system",
    tenantId,
    id: "reviews",
    name: "Gatehouse",
    email: null,
    sessionId: null,
    onBehalfOf: null,
    roles: [],
    access: accessOf([]),
    permissions: new Set(),
    request: { requestId: randomUUID(), ip: null, userAgent: null },
  };
}
