import { beforeEach, describe, expect, it } from "vitest";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { reviewParts } from "../../../testing/review-parts.ts";
import { assignRole } from "../../access/assignments/service.ts";
import { createGrant } from "../../access/grants/service.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { addMembers, assignGroupRole } from "../../identity/groups/service.ts";
import { pool } from "../../platform/db.ts";
import { env } from "../../platform/env.ts";
import { closeReviews } from "../../worker/governance/close-reviews.ts";
import { closeReview, closeStep } from "./close.ts";
import { evidenceDocument, evidenceWords } from "./evidence.ts";
import { verifyJws } from "./jws.ts";
import { endReview, takeEvidence } from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;
let reviewer: Actor;
let roleId: string;
const parts = reviewParts(factory, () => admin);

beforeEach(async () => {
  admin = await factory.createActor(await factory.createTenant());
  reviewer = await parts.reviewer();
  roleId = await parts.roleWith(["document.read"]);
});

const refused = (code: string) => ({ ok: false, error: { code } });
const statesOf = async (reviewId: string) =>
  (await parts.linesOf(reviewId)).map(({ state, lapsed }) => (lapsed ? `${state}, lapsed` : state));

async function eventsOf(reviewId: string) {
  return factory.query<{ id: string; action: string; actor_type: string; target_id: string }>(
    `SELECT id, action, actor_type, target_id FROM audit_events
     WHERE tenant_id = $1 AND details ->> 'reviewId' = $2 ORDER BY id`,
    [admin.tenantId, reviewId],
  );
}

async function stateOf(reviewId: string) {
  const [row] = await factory.query<{ state: string }>("SELECT state FROM reviews WHERE id = $1", [
    reviewId,
  ]);
  return row?.state;
}

async function evidenceOf(reviewId: string) {
  const { document } = dataOf(await takeEvidence(admin, { reviewId }));
  const { value, kid } = verifyJws(document);
  return { document: evidenceDocument.parse(value), kid };
}

describe("a lapse", () => {
  it("revokes what nobody has decided or answered, keeps what was kept, and signs it all", async () => {
    const names = ["Ada", "Bob", "Cleo", "Dan"];
    const people: string[] = [];
    for (const name of names) people.push(await parts.given(roleId, name));
    const reviewId = await parts.ofRole(roleId, reviewer);
    const [ada, bob, cleo] = await parts.linesOf(reviewId);
    const ids = (...lines: ({ id: string } | undefined)[]) => lines.map((line) => line?.id ?? "");
    dataOf(await parts.decided(reviewer, reviewId, ids(ada), { decision: "keep", comment: "Yes" }));
    dataOf(await parts.decided(reviewer, reviewId, ids(bob), { decision: "revoke" }));
    const ask = { decision: "ask", comment: "Why?" };
    dataOf(await parts.decided(reviewer, reviewId, ids(cleo), ask));
    expect(await takeEvidence(admin, { reviewId })).toMatchObject(refused("not_found"));
    await closeReviews.run({});
    expect(await stateOf(reviewId)).toBe("running");
    await parts.letLapse(reviewId);
    expect(await parts.decided(reviewer, reviewId, ids(cleo), { decision: "keep" })).toMatchObject(
      refused("conflict"),
    );
    await closeReviews.run({});
    expect(await stateOf(reviewId)).toBe("closed");
    expect(await statesOf(reviewId)).toEqual([
      "kept",
      "revoked",
      "revoked, lapsed",
      "revoked, lapsed",
    ]);
    expect(await parts.holdersOf(roleId)).toEqual([people[0]]);
    const events = await eventsOf(reviewId);
    expect(events.map(({ action, actor_type }) => `${action} by ${actor_type}`)).toEqual([
      "review.started by user",
      "review.line_kept by user",
      "review.line_revoked by user",
      "review.line_asked by user",
      "review.line_lapsed by system",
      "review.line_lapsed by system",
      "review.closed by system",
    ]);
    const { document } = await evidenceOf(reviewId);
    expect(document).toMatchObject({
      tenant: { id: admin.tenantId },
      review: {
        id: reviewId,
        scope: { kind: "roles", items: [{ id: roleId }] },
        startedBy: { id: admin.id },
        auditEvents: [events[0]?.id],
      },
      lines: [
        {
          person: { name: "Ada" },
          outcome: "kept",
          comment: "Yes",
          decidedBy: { id: reviewer.id },
        },
        { person: { name: "Bob" }, outcome: "revoked", lapsed: false },
        {
          person: { name: "Cleo" },
          decision: "ask",
          question: "Why?",
          outcome: "revoked",
          lapsed: true,
        },
        { person: { name: "Dan" }, decision: "undecided", decidedBy: null, lapsed: true },
      ],
    });
    const inLog = new Set(events.map(({ id }) => id));
    const named = document.lines.flatMap(({ auditEvents }) => auditEvents);
    expect(named).toHaveLength(5);
    expect(named.filter((id) => !inLog.has(id))).toEqual([]);
    expect(evidenceWords(document).join("\n")).toContain("3 revoked");
    expect((await eventsOf(reviewId)).at(-1)?.action).toBe("review.evidence_downloaded");
  });

  it("leaves what nobody has decided, when the review was started so", async () => {
    const ada = await parts.given(roleId, "Ada");
    const scope = { scopeKind: "roles" as const, scopeIds: [roleId] };
    const { reviewId } = dataOf(
      await parts.started({ ...scope, undecided: "keep" }, [reviewer.id]),
    );
    await parts.letLapse(reviewId);
    await closeReviews.run({});
    expect(await stateOf(reviewId)).toBe("closed");
    expect(await parts.holdersOf(roleId)).toEqual([ada]);
    const { document } = await evidenceOf(reviewId);
    expect(document.review).toMatchObject({ undecided: "keep" });
    expect(document.lines).toMatchObject([{ outcome: "undecided", decision: "undecided" }]);
  });

  it("takes away memberships, grants and what groups have as well", async () => {
    const groupId = await parts.made();
    const ada = await parts.personWith();
    dataOf(await assignGroupRole(admin, { groupId, roleId }));
    dataOf(await addMembers(admin, { groupId, userIds: [ada] }));
    const on = { permission: "document.read", resourceType: "project", resourceId: "p1" };
    dataOf(await createGrant(admin, { groupId, ...on }));
    const scope = { scopeKind: "groups" as const, scopeIds: [groupId] };
    const { reviewId } = dataOf(await parts.started(scope, [reviewer.id]));
    await parts.letLapse(reviewId);
    await closeReviews.run({});
    expect(await statesOf(reviewId)).toEqual(Array(3).fill("revoked, lapsed"));
    for (const table of ["group_members", "group_roles", "resource_grants"]) {
      expect(await factory.query(`SELECT 1 FROM ${table} WHERE group_id = $1`, [groupId])).toEqual(
        [],
      );
    }
  });

  it("keeps the last administrator and gives nobody anything", async () => {
    const denying = await parts.roleWith(["document.read"]);
    await factory.query(
      "INSERT INTO role_permissions (tenant_id, role_id, permission, effect) VALUES ($1, $2, 'module.overview', 'deny')",
      [admin.tenantId, denying],
    );
    const ada = await parts.given(denying, "Ada");
    dataOf(await assignRole(admin, { roleId: "executive", userId: ada }));
    const scope = { scopeKind: "roles" as const, scopeIds: ["tenant_admin", denying] };
    const { reviewId } = dataOf(await parts.started(scope, [reviewer.id]));
    await parts.letLapse(reviewId);
    await closeReviews.run({});
    expect(await parts.linesOf(reviewId)).toMatchObject([
      { state: "failed", outcomeReason: expect.stringContaining("would give access") },
      { state: "failed", outcomeReason: expect.stringContaining("nobody who can assign roles") },
    ]);
    expect(await stateOf(reviewId)).toBe("closed");
    expect((await parts.permissionsOf(admin.id)).length).toBeGreaterThan(50);
  });

  it("happens once, however many workers close it, and goes on after a crash", async () => {
    const people = 120;
    await factory.query(
      `WITH made AS (INSERT INTO users (tenant_id, email, name)
         SELECT $1, gen_random_uuid() || '@example.com', 'Person ' || n FROM generate_series(1, $3::int) n
         RETURNING tenant_id, id)
       INSERT INTO role_assignments (tenant_id, user_id, role) SELECT tenant_id, id, $2 FROM made`,
      [admin.tenantId, roleId, people],
    );
    const reviewId = await parts.ofRole(roleId, reviewer);
    await parts.letLapse(reviewId);
    expect(await closeStep(admin.tenantId, reviewId)).toBe("more");
    expect(await stateOf(reviewId)).toBe("closing");
    expect((await parts.holdersOf(roleId)).length).toBe(20);
    await Promise.all(Array.from({ length: 3 }, () => closeReview(admin.tenantId, reviewId)));
    // They have waited for each other; the next minute finds nothing left.
    await closeReviews.run({});
    expect(await stateOf(reviewId)).toBe("closed");
    expect(await parts.holdersOf(roleId)).toEqual([]);
    const events = await eventsOf(reviewId);
    const lapsed = events.filter(({ action }) => action === "review.line_lapsed");
    expect(new Set(lapsed.map(({ target_id }) => target_id)).size).toBe(people);
    expect(lapsed).toHaveLength(people);
    expect(events.filter(({ action }) => action === "review.closed")).toHaveLength(1);
    expect(await closeStep(admin.tenantId, reviewId)).toBe("nothing");
  });

  it("does not overtake a decision, nor a decision it", async () => {
    const ada = await parts.given(roleId, "Ada");
    const reviewId = await parts.ofRole(roleId, reviewer);
    const { id } = await parts.lineAbout(reviewId, ada);
    dataOf(await endReview(admin, { reviewId, undecided: "revoke" }));
    const [decision] = await Promise.all([
      parts.decided(reviewer, reviewId, [id], { decision: "keep" }),
      closeReview(admin.tenantId, reviewId),
    ]);
    expect(decision).toMatchObject(refused("conflict"));
    expect(await statesOf(reviewId)).toEqual(["revoked, lapsed"]);
  });

  it("lets one of two decisions about the same line revoke it, and both about different lines", async () => {
    const [ada, bob] = [await parts.given(roleId, "Ada"), await parts.given(roleId, "Bob")];
    const second = await parts.reviewer();
    const reviewId = await parts.ofRole(roleId, reviewer, second);
    const lines = [await parts.lineAbout(reviewId, ada), await parts.lineAbout(reviewId, bob)];
    const actorOf = (line: (typeof lines)[number]) =>
      line.reviewer.id === reviewer.id ? reviewer : second;
    const results = await Promise.all(
      [...lines, ...lines].map((line) =>
        parts.decided(actorOf(line), reviewId, [line.id], { decision: "revoke" }),
      ),
    );
    expect(results.map(({ ok }) => ok).sort()).toEqual([false, false, true, true]);
    const events = await eventsOf(reviewId);
    expect(events.filter(({ action }) => action === "review.line_revoked")).toHaveLength(2);
  });
});

describe("a review that was ended", () => {
  it("can leave what nobody decided as it is, and says so", async () => {
    const ada = await parts.given(roleId, "Ada");
    const reviewId = await parts.ofRole(roleId, reviewer);
    dataOf(await endReview(admin, { reviewId, undecided: "keep", reason: "Started by mistake" }));
    await closeReviews.run({});
    expect(await parts.holdersOf(roleId)).toEqual([ada]);
    const { document } = await evidenceOf(reviewId);
    expect(document.review).toMatchObject({ undecided: "keep", endedBy: { id: admin.id } });
    expect(document.lines).toMatchObject([{ outcome: "undecided", lapsed: false }]);
  });
});

describe("evidence", () => {
  it("stays verifiable after the secret has changed, and names another key from then on", async () => {
    const closed = async () => {
      await parts.given(roleId);
      const reviewId = await parts.ofRole(roleId, reviewer);
      await parts.letLapse(reviewId);
      await closeReviews.run({});
      return reviewId;
    };
    const first = await closed();
    const secret = env().AUTH_SECRET;
    try {
      Object.assign(env(), { AUTH_SECRET: `another ${secret}` });
      const second = await closed();
      const [old, now] = [await evidenceOf(first), await evidenceOf(second)];
      expect(old.kid).not.toBe(now.kid);
      const keys = await factory.query<{ kid: string }>(
        "SELECT kid FROM review_keys WHERE tenant_id = $1 ORDER BY created_at",
        [admin.tenantId],
      );
      expect(keys.map(({ kid }) => kid)).toEqual([old.kid, now.kid]);
    } finally {
      Object.assign(env(), { AUTH_SECRET: secret });
    }
  });

  it("can be changed by nobody but the owner, nor can its key", async () => {
    for (const table of ["review_evidence", "review_keys"]) {
      for (const statement of [`UPDATE ${table} SET kid = 'x'`, `DELETE FROM ${table}`]) {
        await expect(pool("app").query(statement)).rejects.toMatchObject({ code: "42501" });
      }
    }
  });
});
