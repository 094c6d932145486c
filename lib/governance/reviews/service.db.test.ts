import { beforeEach, describe, expect, it } from "vitest";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { reviewParts } from "../../../testing/review-parts.ts";
import { assignRole, unassignRole } from "../../access/assignments/service.ts";
import { createGrant } from "../../access/grants/service.ts";
import { createRole } from "../../access/roles/service.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { addMembers, assignGroupRole } from "../../identity/groups/service.ts";
import { pool } from "../../platform/db.ts";
import { isAskedSomething, listOwnQuestions } from "./queries.ts";
import {
  answerQuestion,
  decideLines,
  endReview,
  handOverLines,
  reassignLines,
  startReview,
} from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;
const parts = reviewParts(factory, () => admin);

beforeEach(async () => {
  admin = await factory.createActor(await factory.createTenant());
});

const refused = (code: string) => ({ ok: false, error: { code } });
const reading = () => parts.roleWith(["document.read", "document.update"]);

async function used(userId: string, permission: string, at: string, basis = "everywhere") {
  const on = basis === "grant" ? ["project", "p1"] : ["", ""];
  await factory.query(
    `INSERT INTO permission_uses (tenant_id, user_id, permission, day, basis, resource_type,
       resource_id, count, last_at) VALUES ($1, $2, $3, $4::timestamptz::date, $5, $6, $7, 1, $4::timestamptz)`,
    [admin.tenantId, userId, permission, at, basis, ...on],
  );
}

describe("starting a review", () => {
  it("of a role has a line for each person and group that has it, also through inheritance", async () => {
    const base = await reading();
    const child = { name: "Writer", entries: [], parents: [base] };
    const { roleId } = dataOf(await createRole(admin, child));
    const ada = await parts.given(base, "Ada");
    const bob = await parts.given(roleId, "Bob");
    const groupId = await parts.made();
    dataOf(await assignGroupRole(admin, { groupId, roleId: base, reason: "All of them" }));
    dataOf(await addMembers(admin, { groupId, userIds: [ada] }));
    await used(ada, "document.update", "2026-03-01T10:00:00Z");
    await used(ada, "document.read", "2026-01-01T10:00:00Z");
    await used(ada, "audit.read", "2026-05-01T10:00:00Z");
    await used(bob, "document.read", "2026-04-01T10:00:00Z", "grant");
    const lines = await parts.linesOf(await parts.ofRole(base, await parts.reviewer()));
    expect(lines).toMatchObject([
      {
        kind: "assignment",
        person: { id: ada, name: "Ada" },
        path: [{ id: base }],
        reason: "Because of ticket 42",
        lastUsedAt: "2026-03-01T10:00:00.000Z",
        state: "undecided",
        isThere: true,
      },
      {
        kind: "assignment",
        person: { id: bob, name: "Bob" },
        role: { id: roleId },
        path: [{ id: roleId, name: "Writer" }, { id: base }],
        lastUsedAt: null,
      },
      {
        kind: "group_role",
        person: null,
        group: { id: groupId },
        reason: "All of them",
        peopleCount: 1,
        lastUsedAt: "2026-03-01T10:00:00.000Z",
      },
    ]);
  });

  it("of a group has those who are in it by hand, its roles and its grants", async () => {
    const roleId = await reading();
    const groupId = await parts.made();
    const ada = await parts.personWith();
    dataOf(await addMembers(admin, { groupId, userIds: [ada] }));
    dataOf(await assignGroupRole(admin, { groupId, roleId }));
    const on = { permission: "document.delete", resourceType: "project", resourceId: "p1" };
    dataOf(await createGrant(admin, { groupId, ...on }));
    await used(ada, "document.delete", "2026-03-01T10:00:00Z", "grant");
    const scope = { scopeKind: "groups" as const, scopeIds: [groupId] };
    const begun = dataOf(await parts.started(scope, [(await parts.reviewer()).id]));
    expect(begun).toMatchObject({ lines: 3, kinds: { membership: 1, group_role: 1, grant: 1 } });
    const lines = await parts.linesOf(begun.reviewId);
    const lastUsedAt = "2026-03-01T10:00:00.000Z";
    expect(Object.fromEntries(lines.map((line) => [line.kind, line]))).toMatchObject({
      membership: { person: { id: ada }, path: [{ id: groupId }, { type: "gives" }], lastUsedAt },
      grant: { grant: on, lastUsedAt },
      group_role: { role: { id: roleId }, lastUsedAt: null },
    });
  });

  it("of an app has the grants on it and below, and the roles that allow something on it", async () => {
    const roleId = await reading();
    const other = await parts.roleWith(["audit.read"]);
    const ada = await parts.given(roleId, "Ada");
    const bob = await parts.given(other, "Bob");
    const give = async (part: object) =>
      dataOf(await createGrant(admin, { userId: bob, resourceType: "document", ...part }));
    await give({ permission: "document.read", resourceId: "d1" });
    await give({ permission: "document.update", resourceId: "d2", effect: "deny" });
    await give({ permission: "invoice.read", resourceType: "invoice", resourceId: "i1" });
    const scope = { scopeKind: "apps" as const, scopeIds: ["project"] };
    const reviewers = [(await parts.reviewer()).id];
    const lines = await parts.linesOf(dataOf(await parts.started(scope, reviewers)).reviewId);
    expect(lines.filter(({ person }) => person?.id !== admin.id)).toMatchObject([
      {
        person: { id: ada },
        role: { id: roleId },
        path: [{ id: roleId }, { type: "permission", id: "document.read" }],
      },
      { person: { id: bob }, grant: { permission: "document.read", resourceId: "d1" } },
    ]);
    expect(lines.map(({ person }) => person?.id)).toContain(admin.id);
  });

  it("gives each person to one reviewer in turn, and nobody themselves", async () => {
    const roleId = await reading();
    const [one, two] = [await parts.reviewer(), await parts.reviewer()];
    dataOf(await assignRole(admin, { roleId, userId: one.id }));
    for (const name of ["A", "B", "C"]) await parts.given(roleId, name);
    const alone = await parts.started({ scopeKind: "roles", scopeIds: [roleId] }, [one.id]);
    expect(alone).toMatchObject({
      ok: false,
      error: { fieldErrors: { reviewerIds: [expect.stringContaining("their own access")] } },
    });
    const lines = await parts.linesOf(await parts.ofRole(roleId, one, two));
    const own = lines.find(({ person }) => person?.id === one.id);
    expect(own?.reviewer.id).toBe(two.id);
    const counts = Object.values(Object.groupBy(lines, ({ reviewer }) => reviewer.id));
    expect(counts.map((all) => all?.length).sort()).toEqual([2, 2]);
  });

  it("is refused for more than the starter could revoke, and with reviewers who may not", async () => {
    const big = await parts.roleWith(["review.create", "role.assign", "audit.read"]);
    await parts.given(big);
    const small = await parts.holder(["review.create", "role.assign"]);
    const reviewer = await parts.reviewer();
    const scope = { scopeKind: "roles" as const, scopeIds: [big] };
    expect(await parts.started(scope, [reviewer.id], small)).toMatchObject({
      ok: false,
      error: {
        code: "permission_denied",
        message: expect.stringContaining("more than you may do"),
      },
    });
    const cannotAssign = await parts.holder(["review.create", "audit.read"]);
    const plain = await parts.roleWith(["audit.read"]);
    await parts.given(plain);
    const ofPlain = { scopeKind: "roles" as const, scopeIds: [plain] };
    expect(await parts.started(ofPlain, [reviewer.id], cannotAssign)).toMatchObject(
      refused("permission_denied"),
    );
    expect(await parts.started(ofPlain, [small.id])).toMatchObject(refused("invalid_input"));
    const groupId = await parts.made();
    dataOf(await assignGroupRole(admin, { groupId, roleId: big }));
    dataOf(await addMembers(admin, { groupId, userIds: [await parts.personWith()] }));
    const ofGroup = { scopeKind: "groups" as const, scopeIds: [groupId] };
    const member = await parts.holder(["review.create", "role.assign", "group.manage_members"]);
    expect(await parts.started(ofGroup, [reviewer.id], member)).toMatchObject(
      refused("permission_denied"),
    );
    expect(
      await factory.query("SELECT 1 FROM reviews WHERE tenant_id = $1", [admin.tenantId]),
    ).toEqual([]);
  });

  it("is refused for nothing at all, for what does not exist, and for a deadline that is over", async () => {
    const reviewer = await parts.reviewer();
    const none = { scopeKind: "roles" as const, scopeIds: [await reading()] };
    expect(await parts.started(none, [reviewer.id])).toMatchObject(refused("conflict"));
    for (const scopeKind of ["roles", "apps"] as const) {
      const gone = await parts.started({ scopeKind, scopeIds: ["nothing"] }, [reviewer.id]);
      expect(gone).toMatchObject(refused("not_found"));
    }
    const input = {
      name: "X",
      ...none,
      reviewerIds: [reviewer.id],
      deadline: "2020-01-01T00:00:00Z",
    };
    expect(await startReview(admin, input)).toMatchObject(refused("invalid_input"));
  });
});

describe("deciding", () => {
  it("keeps, revokes at once in the name of the starter, and says so in the log", async () => {
    const roleId = await reading();
    const [ada, bob] = [await parts.given(roleId, "Ada"), await parts.given(roleId, "Bob")];
    const reviewer = await parts.reviewer();
    const reviewId = await parts.ofRole(roleId, reviewer);
    const [first, second] = await parts.linesOf(reviewId);
    const ids = [first?.id ?? "", second?.id ?? ""];
    dataOf(await parts.decided(reviewer, reviewId, ids, { decision: "keep", comment: "Both" }));
    expect(await parts.holdersOf(roleId)).toEqual([ada, bob].sort());
    const revoke = { decision: "revoke", comment: "Has left the team" };
    dataOf(await parts.decided(reviewer, reviewId, [ids[1] ?? ""], revoke));
    expect(await parts.holdersOf(roleId)).toEqual([ada]);
    expect(await parts.permissionsOf(bob)).toEqual([]);
    const lines = await parts.linesOf(reviewId);
    expect(lines).toMatchObject([
      { state: "kept", comment: "Both", decidedBy: { id: reviewer.id } },
      { state: "revoked", comment: "Has left the team", outcome: "revoked", lapsed: false },
    ]);
    const [event] = await factory.query<{ id: string; details: object }>(
      `SELECT id, actor_id, target_id, reason, details FROM audit_events
       WHERE tenant_id = $1 AND action = 'review.line_revoked'`,
      [admin.tenantId],
    );
    expect(event).toMatchObject({
      actor_id: reviewer.id,
      target_id: bob,
      reason: "Has left the team",
      details: {
        reviewId,
        reviewName: "Autumn",
        lineId: ids[1],
        role: roleId,
        reviewer: { id: reviewer.id },
        after: null,
        radius: { peopleCount: 1, groups: [{ gained: [], people: [{ id: bob }] }] },
      },
    });
    const [row] = await factory.query<{ event_ids: string[] }>(
      "SELECT event_ids FROM review_lines WHERE id = $1",
      [ids[1]],
    );
    expect(row?.event_ids).toHaveLength(2);
    expect(row?.event_ids[1]).toBe(event?.id);
    // What is revoked stays so.
    const again = await parts.decided(reviewer, reviewId, ids, { decision: "keep" });
    expect(again).toMatchObject(refused("conflict"));
  });

  it("is only for the assigned reviewer, and never about one's own access", async () => {
    const roleId = await reading();
    const [one, two] = [await parts.reviewer(), await parts.reviewer()];
    const ada = await parts.given(roleId, "Ada");
    const reviewId = await parts.ofRole(roleId, one);
    const { id } = await parts.lineAbout(reviewId, ada);
    const keep = { decision: "keep" };
    expect(await parts.decided(two, reviewId, [id], keep)).toMatchObject(
      refused("permission_denied"),
    );
    expect(await parts.decided(admin, reviewId, [id], keep)).toMatchObject(
      refused("permission_denied"),
    );
    // A group that one has come into since.
    const groupId = await parts.made();
    dataOf(await assignGroupRole(admin, { groupId, roleId }));
    const ofGroup = await parts.ofRole(roleId, one, two);
    const line = await parts.lineAbout(ofGroup, groupId);
    const assigned = line.reviewer.id === one.id ? one : two;
    dataOf(await addMembers(admin, { groupId, userIds: [assigned.id] }));
    expect(await parts.decided(assigned, ofGroup, [line.id], keep)).toMatchObject({
      ok: false,
      error: { code: "permission_denied", message: expect.stringContaining("another reviewer") },
    });
    expect((await parts.lineAbout(ofGroup, groupId)).state).toBe("undecided");
  });

  it("hands lines over, but not to whom they are about or who may not review", async () => {
    const roleId = await reading();
    const [one, two] = [await parts.reviewer(), await parts.reviewer()];
    dataOf(await assignRole(admin, { roleId, userId: two.id }));
    const ada = await parts.given(roleId, "Ada");
    const reviewId = await parts.ofRole(roleId, one);
    const { id } = await parts.lineAbout(reviewId, ada);
    const own = await parts.lineAbout(reviewId, two.id);
    const to = (lineId: string, reviewerId: string) => ({
      reviewId,
      lineIds: [lineId],
      reviewerId,
    });
    expect(await handOverLines(two, to(id, two.id))).toMatchObject(refused("permission_denied"));
    expect(await handOverLines(one, to(own.id, two.id))).toMatchObject(
      refused("permission_denied"),
    );
    expect(await handOverLines(one, to(id, ada))).toMatchObject(refused("invalid_input"));
    dataOf(await handOverLines(one, to(id, two.id)));
    dataOf(await parts.decided(two, reviewId, [id], { decision: "keep" }));
    dataOf(await reassignLines(admin, to(id, one.id)));
    expect((await parts.lineAbout(reviewId, ada)).reviewer.id).toBe(one.id);
  });

  it("asks the person, who answers for themselves; about a group it asks who started it", async () => {
    const roleId = await reading();
    const reviewer = await parts.reviewer();
    const person = await factory.createActor(admin.tenantId, []);
    const other = await factory.createActor(admin.tenantId, []);
    dataOf(await assignRole(admin, { roleId, userId: person.id }));
    const groupId = await parts.made();
    dataOf(await assignGroupRole(admin, { groupId, roleId }));
    const reviewId = await parts.ofRole(roleId, reviewer);
    const lines = await parts.linesOf(reviewId);
    const ids = lines.map(({ id }) => id);
    expect(await parts.decided(reviewer, reviewId, ids, { decision: "ask" })).toMatchObject(
      refused("invalid_input"),
    );
    const ask = { decision: "ask", comment: "Still needed?" };
    dataOf(await parts.decided(reviewer, reviewId, ids, ask));
    expect(await listOwnQuestions(other)).toEqual([]);
    expect(await isAskedSomething(other)).toBe(false);
    expect(await isAskedSomething(person)).toBe(true);
    expect(await listOwnQuestions(person)).toMatchObject([
      { question: "Still needed?", askedBy: { id: reviewer.id }, review: { id: reviewId } },
    ]);
    expect(await listOwnQuestions(admin)).toMatchObject([{ line: { group: { id: groupId } } }]);
    const lineId = (await parts.lineAbout(reviewId, person.id)).id;
    const answer = { lineId, answer: "Every Friday." };
    expect(await answerQuestion(other, answer)).toMatchObject(refused("not_found"));
    dataOf(await answerQuestion(person, answer));
    expect(await isAskedSomething(person)).toBe(false);
    expect(await isAskedSomething(admin)).toBe(true);
    expect(await parts.lineAbout(reviewId, person.id)).toMatchObject({
      state: "asked",
      question: "Still needed?",
      answer: "Every Friday.",
      answeredBy: { id: person.id },
    });
    dataOf(await parts.decided(reviewer, reviewId, [lineId], { decision: "keep" }));
    expect(await answerQuestion(person, answer)).toMatchObject(refused("not_found"));
  });

  it("says that what others took away is gone, and does not touch what was given anew", async () => {
    const roleId = await reading();
    const reviewer = await parts.reviewer();
    const [ada, bob] = [await parts.given(roleId, "Ada"), await parts.given(roleId, "Bob")];
    const reviewId = await parts.ofRole(roleId, reviewer);
    for (const userId of [ada, bob]) dataOf(await unassignRole(admin, { roleId, userId }));
    dataOf(await assignRole(admin, { roleId, userId: bob }));
    const lines = await parts.linesOf(reviewId);
    expect(lines.map(({ isThere }) => isThere)).toEqual([false, false]);
    const ids = lines.map(({ id }) => id);
    dataOf(await parts.decided(reviewer, reviewId, ids, { decision: "revoke" }));
    expect((await parts.linesOf(reviewId)).map(({ state }) => state)).toEqual(["gone", "gone"]);
    expect(await parts.holdersOf(roleId)).toEqual([bob]);
  });

  it("keeps the last administrator, and says why, while the others lose the role", async () => {
    const reviewer = await parts.reviewer();
    const other = await factory.createUser(admin.tenantId, { name: "Zoe" });
    const reviewId = await parts.ofRole("tenant_admin", reviewer);
    const ids = (await parts.linesOf(reviewId)).map(({ id }) => id);
    const done = dataOf(await parts.decided(reviewer, reviewId, ids, { decision: "revoke" }));
    expect(done.failed).toEqual([expect.stringContaining("nobody who can assign roles for good")]);
    expect(await parts.linesOf(reviewId)).toMatchObject([
      { person: { id: admin.id }, state: "revoked" },
      {
        person: { id: other.id },
        state: "failed",
        outcomeReason: expect.stringContaining("Make somebody else a tenant admin first"),
      },
    ]);
  });

  it("gives nobody what was denied only after the review began", async () => {
    const roleId = await reading();
    const reviewer = await parts.reviewer();
    const ada = await parts.given(roleId, "Ada");
    dataOf(await assignRole(admin, { roleId: "executive", userId: ada }));
    const before = await parts.permissionsOf(ada);
    const reviewId = await parts.ofRole(roleId, reviewer);
    await factory.query(
      "INSERT INTO role_permissions (tenant_id, role_id, permission, effect) VALUES ($1, $2, 'module.overview', 'deny')",
      [admin.tenantId, roleId],
    );
    const denied = await parts.permissionsOf(ada);
    expect(denied.length).toBeLessThan(before.length);
    const { id } = await parts.lineAbout(reviewId, ada);
    dataOf(await parts.decided(reviewer, reviewId, [id], { decision: "revoke" }));
    expect(await parts.lineAbout(reviewId, ada)).toMatchObject({
      state: "failed",
      outcomeReason: expect.stringContaining("would give access"),
    });
    expect(await parts.permissionsOf(ada)).toEqual(denied);
  });

  it("rehearses what a revocation takes away, and changes nothing", async () => {
    const roleId = await reading();
    const reviewer = await parts.reviewer();
    const ada = await parts.given(roleId, "Ada");
    const reviewId = await parts.ofRole(roleId, reviewer);
    const { id } = await parts.lineAbout(reviewId, ada);
    const input = { reviewId, lineIds: [id], decision: "revoke" };
    const [event] = dataOf(await decideLines.rehearse(reviewer, input));
    expect(event?.details).toMatchObject({ radius: { peopleCount: 1 } });
    expect(await parts.holdersOf(roleId)).toEqual([ada]);
    expect((await parts.lineAbout(reviewId, ada)).state).toBe("undecided");
  });
});

describe("ending a review early", () => {
  it("is for who could revoke what is left, once, and stops every decision", async () => {
    const roleId = await parts.roleWith(["review.create", "role.assign", "audit.read"]);
    const reviewer = await parts.reviewer();
    const ada = await parts.given(roleId, "Ada");
    const reviewId = await parts.ofRole(roleId, reviewer);
    const small = await parts.holder(["review.create", "role.assign"]);
    const input = { reviewId, undecided: "revoke" };
    expect(await endReview(small, input)).toMatchObject(refused("permission_denied"));
    dataOf(await endReview(admin, input));
    expect(await endReview(admin, input)).toMatchObject(refused("conflict"));
    const { id } = await parts.lineAbout(reviewId, ada);
    const late = await parts.decided(reviewer, reviewId, [id], { decision: "keep" });
    expect(late).toMatchObject(refused("conflict"));
    const { rows: queued } = await pool("worker").query(
      `SELECT 1 FROM graphile_worker._private_jobs j
       JOIN graphile_worker._private_tasks t ON t.id = j.task_id
       WHERE t.identifier = 'reviews.close' AND j.payload ->> 'tenantId' = $1`,
      [admin.tenantId],
    );
    expect(queued).toHaveLength(1);
  });
});
