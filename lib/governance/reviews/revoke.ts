import { namesOf } from "../../authz/catalogue/permissions.ts";
import { changeAccess } from "../../authz/change/change-access.ts";
import { type BlastRadius, storable } from "../../authz/engine/blast-radius.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { GatehouseError } from "../../core/errors.ts";
import { windowOf } from "../../core/window.ts";
import type { PortalEvent } from "../../events/record.ts";
import { type Sql, sqlOf, type TenantTx } from "../../platform/db.ts";
import { type Deleted, deleteHeld } from "./delete-held.ts";
import { lineEvent } from "./events.ts";
import type { StoredLine } from "./rows.ts";
import type { LineOutcome, Named } from "./schema.ts";

/** Whether a reviewer revokes, or nobody has decided in time. */
export type Cause = "decision" | "lapse";

type Order = { tx: TenantTx; actor: Actor; review: Named; cause: Cause; comment: string };

type Done = { line: StoredLine; outcome: LineOutcome; reason: string; event: PortalEvent };

/**
 * Takes away what these lines are about, in the name of who started the review. Whatever cannot be
 * taken away stays, and its line says why; the other lines are not concerned.
 * @param lines locked by the caller.
 * @returns the events, one for each line, which the caller records.
 */
export async function revokeLines(
  order: Order,
  lines: readonly StoredLine[],
): Promise<PortalEvent[]> {
  const done: Done[] = [];
  for (const batch of batchesOf(lines)) done.push(...(await revokeBatch(order, batch)));
  await writeOutcomes(sqlOf(order.tx), order, done);
  return done.map(({ event }) => event);
}

/** Each person once in a batch, so that what a batch changes for them is what one line changes. */
function batchesOf(lines: readonly StoredLine[]): StoredLine[][] {
  const batches: StoredLine[][] = [];
  const seen = new Map<string, number>();
  for (const line of lines) {
    if (!line.user) continue;
    const place = seen.get(line.user.id) ?? 0;
    seen.set(line.user.id, place + 1);
    batches[place] = [...(batches[place] ?? []), line];
  }
  return [...batches, ...lines.filter(({ user }) => !user).map((line) => [line])];
}

async function revokeBatch(order: Order, lines: readonly StoredLine[]): Promise<Done[]> {
  const { tx } = order;
  await tx.$executeRawUnsafe("SAVEPOINT revoking");
  try {
    const done = await revokeTogether(order, lines);
    await tx.$executeRawUnsafe("RELEASE SAVEPOINT revoking");
    return done;
  } catch (error) {
    // Whoever may not decide any more is told so; all else is about what was to be revoked.
    if (!(error instanceof GatehouseError) || error.code === "permission_denied") throw error;
    await tx.$executeRawUnsafe("ROLLBACK TO SAVEPOINT revoking");
    const [line] = lines;
    if (line && lines.length === 1) return [failed(order, line, error.message)];
    // Halves, and halves of these: what one line hinders, few lines are tried without.
    const half = Math.ceil(lines.length / 2);
    const first = await revokeBatch(order, lines.slice(0, half));
    return [...first, ...(await revokeBatch(order, lines.slice(half)))];
  }
}

async function revokeTogether(order: Order, lines: readonly StoredLine[]): Promise<Done[]> {
  const { tx, actor, cause } = order;
  const { result: deleted, radius } = await changeAccess(
    tx,
    actor,
    "review.decide",
    {
      users: lines.flatMap(({ user }) => user?.id ?? []),
      groups: lines.flatMap(({ user, group }) => (user || !group ? [] : [group.id])),
    },
    () => deleteHeld(sqlOf(tx), actor.tenantId, lines),
    "mandate",
  );
  return lines.map((line) => {
    const found = deleted.get(line.id);
    if (!found) return gone(order, line);
    if (found.why) return failed(order, line, found.why);
    const own = line.user ? radiusFor(radius, line.user.id) : radius;
    requireNothingGained(cause, line, own);
    return revoked(order, line, found, own);
  });
}

/** What of a radius concerns one person. */
function radiusFor({ groups, untilChosen }: BlastRadius, userId: string): BlastRadius {
  const own = (all: BlastRadius["groups"]) =>
    all.flatMap(({ gained, lost, people }) => {
      const person = people.find(({ id }) => id === userId);
      return person ? [{ gained, lost, people: [person] }] : [];
    });
  const [access, use] = [own(groups), own(untilChosen ?? [])];
  const radius = { peopleCount: access.length + use.length > 0 ? 1 : 0, groups: access };
  return use.length > 0 ? { ...radius, untilChosen: use } : radius;
}

/**
 * Taking away a denial gives something. A reviewer may do that with what was denied when the review
 * was started, which the starter could have done; what nobody has decided on gives nobody anything.
 */
function requireNothingGained(cause: Cause, { denies }: StoredLine, { groups }: BlastRadius): void {
  const gained = new Set(groups.flatMap((group) => group.gained.map((each) => each.permission)));
  const known = cause === "decision" ? denies : [];
  const others = [...gained].filter((permission) => !known.includes(permission));
  if (others.length === 0) return;
  const message = `Revoking this would give access, because it also denies: ${namesOf(others)}. Take it away by hand.`;
  throw new GatehouseError("conflict", message);
}

function revoked(order: Order, line: StoredLine, deleted: Deleted, radius: BlastRadius): Done {
  const { cause, review, comment } = order;
  const action = cause === "lapse" ? "review.line_lapsed" : "review.line_revoked";
  const before = { ...line.grant, ...windowOf(deleted) };
  const details = { reviewer: line.reviewer, before, after: null, radius: storable(radius) };
  const event = lineEvent(action, review, line, comment, details);
  return { line, outcome: "revoked", reason: "", event };
}

function gone({ review, comment }: Order, line: StoredLine): Done {
  const details = { reviewer: line.reviewer };
  const event = lineEvent("review.line_gone", review, line, comment, details);
  return { line, outcome: "gone", reason: "", event };
}

function failed({ review }: Order, line: StoredLine, reason: string): Done {
  const details = { reviewer: line.reviewer };
  const event = lineEvent("review.line_failed", review, line, reason, details);
  return { line, outcome: "failed", reason, event: { ...event, outcome: "failure" } };
}

/** A lapse leaves open what was decided: nobody has. */
async function writeOutcomes(sql: Sql, { actor, cause, comment }: Order, done: readonly Done[]) {
  const isLapse = cause === "lapse";
  await sql(
    `UPDATE review_lines l SET outcome = d.outcome, outcome_reason = d.reason, lapsed = $5::boolean,
       decision = CASE WHEN $5::boolean THEN l.decision ELSE 'revoke' END,
       comment = CASE WHEN $5::boolean THEN l.comment ELSE $6::text END,
       decided_by = CASE WHEN $5::boolean THEN l.decided_by ELSE $7::uuid END,
       decided_by_name = CASE WHEN $5::boolean THEN l.decided_by_name ELSE $8::text END,
       decided_at = CASE WHEN $5::boolean THEN l.decided_at ELSE clock_timestamp() END
     FROM unnest($2::uuid[], $3::text[], $4::text[]) AS d (id, outcome, reason)
     WHERE l.tenant_id = $1::uuid AND l.id = d.id`,
    [
      actor.tenantId,
      done.map(({ line }) => line.id),
      done.map(({ outcome }) => outcome),
      done.map(({ reason }) => reason),
      isLapse,
      comment,
      isLapse ? null : actor.id,
      isLapse ? null : actor.name,
    ],
  );
}
