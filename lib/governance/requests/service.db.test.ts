import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { assignRole, unassignRole } from "../../access/assignments/service.ts";
import { createRole, deleteRole } from "../../access/roles/service.ts";
import type { PermissionId } from "../../authz/catalogue/permissions.ts";
import { compileAccess } from "../../authz/engine/access.ts";
import { decide } from "../../authz/engine/decide.ts";
import { compilePolicy } from "../../authz/engine/policy.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { readPeopleFacts, readPolicyFacts } from "../../authz/store/read-facts.ts";
import { actorOfSession } from "../../identity/credentials/session.ts";
import { encodeSessionToken } from "../../identity/credentials/session-token.ts";
import { withTenantSql } from "../../platform/db.ts";
import { env } from "../../platform/env.ts";
import { listSodExceptions } from "../separation/queries.ts";
import { approveException, createSodRule } from "../separation/service.ts";
import {
  countRequests,
  listElevationRules,
  listGivenForTime,
  listInForce,
  listOwnRequests,
  listPending,
  listRequestable,
  searchRequests,
} from "./queries.ts";
import {
  approveRequest,
  createRequest,
  endElevation,
  giveBack,
  refuseRequest,
  updateElevation,
  withdrawRequest,
} from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;
let other: Actor;
let person: Actor;
let biller: string;

beforeEach(async () => {
  const tenantId = await factory.createTenant();
  admin = await factory.createActor(tenantId);
  other = await factory.createActor(tenantId);
  person = await factory.createActor(tenantId, ["user"]);
  biller = await role("Biller", ["invoice.refund"]);
  dataOf(await allow(biller, 60));
});

async function role(name: string, permissions: PermissionId[]) {
  const entries = permissions.map((permission) => ({ permission }));
  return dataOf(await createRole(admin, { name, entries, parents: [] })).roleId;
}

const allow = (roleId: string, requestMinutes: number | null, by = admin) =>
  updateElevation(by, { roleId, requestMinutes, emergencyMinutes: null });
const ask = (more: object = {}, by = person) =>
  createRequest(by, { roleId: biller, minutes: 60, reason: "Month end", ...more });
const asked = async (more: object = {}) => dataOf(await ask(more)).requestId;
const approve = (requestId: string, more: object = {}, by = admin) =>
  approveRequest(by, { requestId, ...more });

const refusal = (code: string, message: RegExp) => ({
  ok: false,
  error: { code, message: expect.stringMatching(message) },
});

async function current(actor: Actor): Promise<Actor> {
  const ref = { tenantId: actor.tenantId, sessionId: actor.sessionId ?? "" };
  const token = encodeSessionToken(ref, env().AUTH_SECRET);
  const fresh = await actorOfSession(token, actor.request);
  if (!fresh) throw new Error("the session has ended");
  return fresh;
}

/** Somebody with these permissions and no others. */
async function holderOf(permissions: PermissionId[]): Promise<Actor> {
  const actor = await factory.createActor(admin.tenantId, []);
  const roleId = await role(randomUUID(), permissions);
  dataOf(await assignRole(admin, { roleId, userId: actor.id }));
  return current(actor);
}

/** Keeps apart what the person has and what they ask for. */
async function forbid(): Promise<string> {
  const clerk = await role("Clerk", ["invoice.create"]);
  const rule = { name: "Money", kind: "static", roles: [biller, clerk] };
  const { ruleId } = dataOf(await createSodRule(admin, rule));
  dataOf(await assignRole(admin, { roleId: clerk, userId: person.id }));
  return ruleId;
}

async function assignment(roleId = biller) {
  const [row] = await factory.query<{ starts_at: Date; ends_at: Date; reason: string }>(
    "SELECT starts_at, ends_at, reason FROM role_assignments WHERE user_id = $1 AND role = $2",
    [person.id, roleId],
  );
  return row;
}

const mayRefund = async () => (await current(person)).permissions.has("invoice.refund");
const stateOf = async (requestId: string) => {
  const grant = await requirePermission(admin, "access_request.read");
  const { rows } = await searchRequests(grant, {}, { limit: 50 });
  return rows.find(({ id }) => id === requestId)?.state;
};
const age = (requestId: string, days: number) =>
  factory.query(
    "UPDATE access_requests SET created_at = created_at - make_interval(days => $2) WHERE id = $1",
    [requestId, days],
  );

/** What the role allows, with what that implies. */
const refunding = ["module.invoices", "invoice.read", "invoice.refund"].map((permission) => ({
  permission,
  reach: "everywhere",
}));

describe("a role that was given by hand until a time", () => {
  it("is listed while it is in force, for people and for groups, and no request's role is", async () => {
    const { tenantId } = admin;
    dataOf(await approve(await asked()));
    const other = await factory.createUser(tenantId, { roles: [], name: "Grace" });
    const disabled = await factory.createUser(tenantId, { roles: [] });
    await factory.query("UPDATE users SET status = 'disabled' WHERE id = $1", [disabled.id]);
    const [group] = await factory.query<{ id: string }>(
      "INSERT INTO groups (tenant_id, name) VALUES ($1, 'Auditors') RETURNING id",
      [tenantId],
    );
    await factory.query(
      `INSERT INTO role_assignments (tenant_id, user_id, role, starts_at, ends_at, reason)
       SELECT $1, r.user_id, r.role, now() + r.starts, now() + r.ends, 'Stands in' FROM (VALUES
         ($2::uuid, 'executive', '-1 hour'::interval, '2 days'::interval), ($2, 'manager', '1 day', '2 days'),
         ($2, 'user', NULL, NULL), ($3, 'executive', NULL, '1 day')) AS r (user_id, role, starts, ends)`,
      [tenantId, other.id, disabled.id],
    );
    await factory.query(
      `INSERT INTO group_roles (tenant_id, group_id, role, ends_at)
       VALUES ($1, $2, 'executive', now() + interval '1 day')`,
      [tenantId, group?.id],
    );
    const found = await listGivenForTime(await requirePermission(admin, "user.read"));
    expect(found).toMatchObject({
      total: 2,
      rows: [
        { receiver: { id: group?.id, name: "Auditors", kind: "group" }, reason: "" },
        {
          receiver: { id: other.id, name: "Grace", kind: "user" },
          role: { id: "executive", name: "Executive" },
          reason: "Stands in",
        },
      ],
    });
  });
});

describe("a request", () => {
  it("is asked, approved for a shorter time, in force, and given back", async () => {
    const requestId = await asked();
    expect(await mayRefund()).toBe(false);
    const grant = await requirePermission(admin, "access_request.read");
    expect(await listPending(grant)).toMatchObject([
      { id: requestId, person: { id: person.id }, role: { name: "Biller" }, reason: "Month end" },
    ]);
    dataOf(await approve(requestId, { minutes: 30, comment: "Half will do" }));
    const held = await assignment();
    expect(held && held.ends_at.getTime() - held.starts_at.getTime()).toBe(30 * 60_000);
    expect(held?.reason).toBe("Month end");
    expect(await mayRefund()).toBe(true);
    expect(await listPending(grant)).toEqual([]);
    expect(await listInForce(grant)).toMatchObject([
      { id: requestId, state: "in_force", decidedBy: { id: admin.id }, comment: "Half will do" },
    ]);
    dataOf(await giveBack(await current(person), { requestId }));
    expect(await mayRefund()).toBe(false);
    expect(await assignment()).toBeUndefined();
    expect(await stateOf(requestId)).toBe("ended");
    const events = await factory.query<{ action: string; details: Record<string, unknown> }>(
      `SELECT action, details FROM audit_events WHERE tenant_id = $1 AND target_id = $2
         AND action LIKE 'access_request.%' ORDER BY id`,
      [person.tenantId, person.id],
    );
    expect(events.map(({ action }) => action)).toEqual([
      "access_request.created",
      "access_request.approved",
      "access_request.ended",
    ]);
    expect(events[1]?.details).toMatchObject({
      before: null,
      after: { endsAt: held?.ends_at.toISOString() },
      radius: {
        peopleCount: 1,
        groups: [{ gained: refunding }],
      },
    });
  });

  it("ends to the millisecond, and is asked for again in place of what has ended", async () => {
    dataOf(await approve(await asked()));
    const endsAt = (await assignment())?.ends_at.getTime() ?? 0;
    const may = await withTenantSql(person.tenantId, async (sql) => {
      const policy = compilePolicy(await readPolicyFacts(sql, person.tenantId));
      const facts = (await readPeopleFacts(sql, person.tenantId, [person.id], new Date())).get(
        person.id,
      );
      if (!facts) throw new Error("nobody is there");
      return (at: number) => decide(compileAccess(policy, facts, at), "invoice.refund");
    });
    expect([may(endsAt - 1), may(endsAt)]).toEqual([true, false]);
    for (const table of ["role_assignments", "access_requests"]) {
      await factory.query(
        `UPDATE ${table} SET starts_at = starts_at - interval '2 hours',
           ends_at = ends_at - interval '2 hours' WHERE user_id = $1 AND ends_at IS NOT NULL`,
        [person.id],
      );
    }
    const grant = await requirePermission(admin, "access_request.read");
    expect((await countRequests(grant)).state).toMatchObject({ in_force: 0, ended: 1 });
    dataOf(await approve(await asked()));
    expect((await assignment())?.ends_at.getTime()).toBeGreaterThan(Date.now());
  });

  it("is refused with a comment, or withdrawn, and changes nothing", async () => {
    const first = await asked();
    expect(await refuseRequest(admin, { requestId: first, comment: " " })).toMatchObject(
      refusal("invalid_input", /./),
    );
    dataOf(await refuseRequest(admin, { requestId: first, comment: "Ask Grace" }));
    const second = await asked();
    dataOf(await withdrawRequest(person, { requestId: second }));
    expect(await assignment()).toBeUndefined();
    const own = await listOwnRequests(
      await requirePermission(person, "access_request.create"),
      person.id,
    );
    expect(own.map(({ state, comment }) => [state, comment])).toEqual([
      ["withdrawn", ""],
      ["refused", "Ask Grace"],
    ]);
  });

  it("needs a rule, a reason, a time within the longest, and is made once", async () => {
    const invalid = refusal("invalid_input", /./);
    expect(await ask({ roleId: "executive" })).toMatchObject(refusal("conflict", /cannot be req/));
    expect(await ask({ roleId: randomUUID() })).toMatchObject(refusal("not_found", /no such role/));
    expect(await ask({ reason: " " })).toMatchObject(invalid);
    expect(await ask({ minutes: 0 })).toMatchObject(invalid);
    expect(await ask({ minutes: 61 })).toMatchObject(refusal("conflict", /at most 1 hour/));
    const results = await Promise.all([ask(), ask(), ask()]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(results.find(({ ok }) => !ok)).toMatchObject(refusal("conflict", /already/));
  });

  it("cannot be made for a role that one has", async () => {
    dataOf(await assignRole(admin, { roleId: biller, userId: person.id }));
    expect(await ask()).toMatchObject(refusal("conflict", /already/));
  });

  it("lapses after seven days, and can be made again", async () => {
    const old = await asked();
    await age(old, 7);
    expect(await stateOf(old)).toBe("lapsed");
    expect(await approve(old)).toMatchObject(refusal("conflict", /lapsed/));
    expect(await withdrawRequest(person, { requestId: old })).toMatchObject({ ok: false });
    const again = await asked();
    expect([await stateOf(old), await stateOf(again)]).toEqual(["lapsed", "pending"]);
  });
});

describe("an approval", () => {
  it("is never of one's own request, however much one may do", async () => {
    dataOf(await allow("executive", 60));
    const own = dataOf(
      await createRequest(admin, { roleId: "executive", minutes: 5, reason: "Curious" }),
    );
    const refused = refusal("permission_denied", /your own/);
    expect(await approve(own.requestId)).toMatchObject(refused);
    expect(await refuseRequest(admin, { ...own, comment: "No" })).toMatchObject(refused);
    expect(await approve(own.requestId, {}, other)).toMatchObject({ ok: true });
  });

  it("is never beyond what the approver may do", async () => {
    const approver = await holderOf(["access_request.approve"]);
    const requestId = await asked();
    expect(await approve(requestId, {}, approver)).toMatchObject(
      refusal("permission_denied", /more than you may do/),
    );
    const able = await holderOf(["access_request.approve", "invoice.refund"]);
    expect(await approve(requestId, {}, able)).toMatchObject({ ok: true });
  });

  it("is not for programs, and needs its permission", async () => {
    const requestId = await asked();
    const program: Actor = { ...admin, kind: "api_key", id: randomUUID(), sessionId: null };
    expect(await approve(requestId, {}, program)).toMatchObject(
      refusal("permission_denied", /people/),
    );
    expect(await ask({}, program)).toMatchObject(refusal("permission_denied", /people/));
    expect(await approve(requestId, {}, person)).toMatchObject({ ok: false });
    expect(await stateOf(requestId)).toBe("pending");
  });

  it("is for no longer than was asked, nor than is allowed by now", async () => {
    const requestId = await asked();
    expect(await approve(requestId, { minutes: 61 })).toMatchObject(refusal("conflict", /longer/));
    dataOf(await allow(biller, 15));
    expect(await approve(requestId)).toMatchObject(refusal("conflict", /at most 15 minutes/));
    dataOf(await approve(requestId, { minutes: 15 }));
  });

  it("is made once, also by two at the same moment", async () => {
    const requestId = await asked();
    const results = await Promise.all([approve(requestId), approve(requestId, {}, other)]);
    expect(results.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(await approve(requestId, {}, other)).toMatchObject(refusal("conflict", /meanwhile/));
    dataOf(await endElevation(other, { requestId }));
    expect(await approve(requestId)).toMatchObject(refusal("conflict", /meanwhile/));
    expect(await assignment()).toBeUndefined();
  });

  it("and a withdrawal at the same moment: one of them counts", async () => {
    const requestId = await asked();
    const [approved, withdrawn] = await Promise.all([
      approve(requestId),
      withdrawRequest(person, { requestId }),
    ]);
    expect([approved.ok, withdrawn.ok].sort()).toEqual([false, true]);
    expect((await assignment()) !== undefined).toBe(approved.ok);
    expect(await stateOf(requestId)).toBe(approved.ok ? "in_force" : "withdrawn");
  });

  it("is refused when role, rule or person is gone, or the role was given meanwhile", async () => {
    const requestId = await asked();
    await factory.query("UPDATE users SET status = 'disabled' WHERE id = $1", [person.id]);
    expect(await approve(requestId)).toMatchObject(refusal("conflict", /kept out/));
    await factory.query("UPDATE users SET status = 'active' WHERE id = $1", [person.id]);
    dataOf(await assignRole(admin, { roleId: biller, userId: person.id }));
    expect(await approve(requestId)).toMatchObject(refusal("conflict", /already/));
    dataOf(await unassignRole(admin, { roleId: biller, userId: person.id }));
    dataOf(await allow(biller, null));
    expect(await approve(requestId)).toMatchObject(refusal("conflict", /cannot be requested/));
    dataOf(await deleteRole(admin, { roleId: biller }));
    expect(await stateOf(requestId)).toBe("lapsed");
    expect(await approve(requestId)).toMatchObject({ ok: false });
    expect(await assignment()).toBeUndefined();
  });

  it("respects a separation of duty", async () => {
    const requestId = await asked();
    await forbid();
    expect(await approve(requestId)).toMatchObject(refusal("conflict", /“Money”/));
    expect(await stateOf(requestId)).toBe("pending");
  });

  it("is not asked for what a separation of duty forbids, unless with an exception", async () => {
    const ruleId = await forbid();
    const grant = await requirePermission(person, "access_request.create");
    const [listed] = await listRequestable(grant, person.id);
    expect(listed?.forbiddenBy).toMatchObject([
      { rule: { id: ruleId, name: "Money" }, together: "Biller and Clerk", askedUntil: null },
    ]);
    const refused = await ask();
    expect(refused).toMatchObject(refusal("conflict", /Biller and Clerk.+“Money” forbids/));
    expect(refused).toMatchObject({ error: { breach: { ruleId, userId: person.id } } });
    expect(await ask({ exception: " " })).toMatchObject(refusal("invalid_input", /./));
    const requestId = await asked({ exception: "Nobody else is here" });
    const sees = await requirePermission(admin, "sod.read");
    const [exception] = await listSodExceptions(sees);
    expect(exception).toMatchObject({
      state: "asked",
      rule: { id: ruleId },
      person: { id: person.id },
      askedBy: { id: person.id },
      reason: "Nobody else is here",
      need: { by: "asked", role: "Biller" },
    });
    // Nobody can give the role yet, and the way to the exception is told.
    const early = await approve(requestId);
    expect(early).toMatchObject(refusal("conflict", /“Money”/));
    expect(early).toMatchObject({ error: { breach: { ruleId, userId: person.id } } });
    const exceptionId = exception?.id ?? "";
    expect(await approveException(person, { exceptionId })).toMatchObject({ ok: false });
    dataOf(await approveException(other, { exceptionId }));
    dataOf(await approve(requestId));
    expect(await mayRefund()).toBe(true);
  });

  it("takes the exception that was asked for with a request back with it", async () => {
    await forbid();
    const sees = await requirePermission(admin, "sod.read");
    const states = async () => (await listSodExceptions(sees)).map(({ state }) => state);
    const requestId = await asked({ exception: "Nobody else is here" });
    dataOf(await withdrawRequest(person, { requestId }));
    expect(await states()).toEqual(["ended"]);
    const again = await asked({ exception: "Nobody else is here" });
    dataOf(await refuseRequest(admin, { requestId: again, comment: "No" }));
    expect(await states()).toEqual(["ended", "ended"]);
  });

  it("says before what it would do, and does nothing then", async () => {
    const requestId = await asked();
    const told = dataOf(await approveRequest.rehearse(admin, { requestId }));
    expect(told[0]?.details).toMatchObject({ radius: { peopleCount: 1 } });
    expect(await stateOf(requestId)).toBe("pending");
    expect(await assignment()).toBeUndefined();
  });
});

describe("ending", () => {
  it("is for who has the role, and for who decides on requests", async () => {
    const requestId = await asked();
    dataOf(await approve(requestId));
    const stranger = await holderOf(["access_request.create"]);
    const refused = refusal("permission_denied", /./);
    expect(await giveBack(stranger, { requestId })).toMatchObject(refused);
    expect(await endElevation(stranger, { requestId })).toMatchObject(refused);
    const approver = await holderOf(["access_request.approve"]);
    dataOf(await endElevation(approver, { requestId, reason: "Done" }));
    expect(await mayRefund()).toBe(false);
    expect(await endElevation(approver, { requestId })).toMatchObject(refusal("conflict", /over/));
  });

  it("leaves alone what somebody has changed by hand", async () => {
    const requestId = await asked();
    dataOf(await approve(requestId));
    await factory.query("UPDATE role_assignments SET ends_at = NULL WHERE user_id = $1", [
      person.id,
    ]);
    expect(await stateOf(requestId)).toBe("ended");
    expect(await endElevation(admin, { requestId })).toMatchObject(refusal("conflict", /changed/));
    expect(await mayRefund()).toBe(true);
  });
});

describe("which roles can be had for a time", () => {
  it("is decided by who could manage the role", async () => {
    const helper = await holderOf(["elevation.update"]);
    expect(await allow(biller, 5, helper)).toMatchObject(
      refusal("permission_denied", /more than you may do/),
    );
    const grant = await requirePermission(helper, "elevation.update");
    const rules = await listElevationRules(grant, helper.access);
    const found = rules.find(({ role: { id } }) => id === biller);
    expect(found).toMatchObject({ requestMinutes: 60, isManageable: false });
    expect(await allow(biller, 60 * 24 * 31)).toMatchObject(refusal("invalid_input", /./));
  });

  it("is told to people with what it would allow them, and what stands in the way", async () => {
    const grant = await requirePermission(person, "access_request.create");
    const listed = () => listRequestable(grant, person.id);
    expect(await listed()).toMatchObject([
      {
        name: "Biller",
        requestMinutes: 60,
        emergencyMinutes: null,
        gained: refunding,
        lost: [],
        blocked: null,
      },
    ]);
    const requestId = await asked();
    expect((await listed())[0]?.blocked).toEqual({ by: "pending" });
    dataOf(await approve(requestId));
    expect((await listed())[0]).toMatchObject({ gained: [], blocked: { by: "held" } });
  });
});

describe("the history", () => {
  it("is filtered, counted and paged both ways", async () => {
    for (let n = 0; n < 5; n++) {
      dataOf(await withdrawRequest(person, { requestId: await asked({ reason: `No ${n}` }) }));
    }
    await asked();
    const grant = await requirePermission(admin, "access_request.read");
    const find = (filters: object, cursor?: string | null) =>
      searchRequests(grant, filters, { limit: 2, cursor: cursor ?? undefined });
    const first = await find({ state: ["withdrawn"] });
    expect(first.rows.map(({ reason }) => reason)).toEqual(["No 4", "No 3"]);
    const second = await find({ state: ["withdrawn"] }, first.nextCursor);
    expect(second.rows.map(({ reason }) => reason)).toEqual(["No 2", "No 1"]);
    const back = await find({ state: ["withdrawn"] }, second.previousCursor);
    expect(back.rows).toEqual(first.rows);
    expect((await find({ text: "bill" })).rows).toHaveLength(2);
    expect((await find({ text: "100%" })).rows).toEqual([]);
    expect((await find({ kind: ["emergency"] })).rows).toEqual([]);
    expect(await countRequests(grant)).toMatchObject({
      state: { withdrawn: 5, pending: 1 },
      kind: { request: 6, emergency: 0 },
    });
  });
});
