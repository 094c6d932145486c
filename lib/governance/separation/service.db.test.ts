import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { actorWith } from "../../../testing/actor-with.ts";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { reached, seenBefore } from "../../../testing/moments.ts";
import { assignRole, unassignRole } from "../../access/assignments/service.ts";
import { evaluate } from "../../access/decisions/queries.ts";
import { explainAccess, explainOwnAccess } from "../../access/explain/queries.ts";
import { createRole, updateRole } from "../../access/roles/service.ts";
import type { PermissionId } from "../../authz/catalogue/permissions.ts";
import { decide } from "../../authz/engine/decide.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { actorOfSession } from "../../identity/credentials/session.ts";
import { encodeSessionToken } from "../../identity/credentials/session-token.ts";
import { addMembers, assignGroupRole, createGroup } from "../../identity/groups/service.ts";
import { chooseRoles } from "../../identity/sessions/service.ts";
import { env } from "../../platform/env.ts";
import { getExceptionNeed, listSodExceptions, listSodRules } from "./queries.ts";
import type { CreateSodRuleInput } from "./schema.ts";
import {
  approveException,
  askException,
  createSodRule,
  deleteSodRule,
  endException,
  refuseException,
  updateSodRule,
  withdrawException,
} from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;
let other: Actor;
let person: Actor;
let clerk: string;
let approver: string;

beforeEach(async () => {
  const tenantId = await factory.createTenant();
  admin = await factory.createActor(tenantId);
  other = await factory.createActor(tenantId);
  person = await factory.createActor(tenantId, []);
  clerk = await role("Clerk", ["invoice.create"]);
  approver = await role("Approver", ["invoice.approve"]);
});

async function role(name: string, permissions: PermissionId[], parents: string[] = []) {
  const entries = permissions.map((permission) => ({ permission }));
  return dataOf(await createRole(admin, { name, entries, parents })).roleId;
}

const rule = async (more: Partial<CreateSodRuleInput> = {}) =>
  dataOf(
    await createSodRule(admin, {
      name: "Invoices",
      kind: "static",
      roles: [clerk, approver],
      ...more,
    }),
  ).ruleId;
const give = (roleId: string, more: { startsAt?: string; endsAt?: string } = {}, by = admin) =>
  assignRole(by, { roleId, userId: person.id, ...more });
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

async function current(actor: Actor): Promise<Actor> {
  const ref = { tenantId: actor.tenantId, sessionId: actor.sessionId ?? "" };
  const token = encodeSessionToken(ref, env().AUTH_SECRET);
  const fresh = await actorOfSession(token, actor.request);
  if (!fresh) throw new Error("the session has ended");
  return fresh;
}

const refusal = (message: RegExp) => ({
  ok: false,
  error: { code: "conflict", message: expect.stringMatching(message) },
});

async function except(ruleId: string, endsAt: string) {
  const asked = await askException(admin, {
    ruleId,
    userId: person.id,
    endsAt,
    reason: "Holidays",
  });
  const { exceptionId } = dataOf(asked);
  dataOf(await approveException(other, { exceptionId }));
  return exceptionId;
}

describe("a static separation of duty", () => {
  it("refuses the second role, whoever gives it, and names person, roles and rule", async () => {
    await rule();
    dataOf(await give(clerk));
    const refused = await give(approver);
    expect(refused).toMatchObject(refusal(/Approver and Clerk.+“Invoices”/));
    dataOf(await unassignRole(admin, { roleId: clerk, userId: person.id }));
    expect(await give(approver)).toMatchObject({ ok: true });
  });

  it("holds through the hierarchy, for a role that inherits", async () => {
    const senior = await role("Senior clerk", [], [clerk]);
    await rule();
    dataOf(await give(senior));
    expect(await give(approver)).toMatchObject(refusal(/Approver and Senior clerk/));
  });

  it("holds through groups, and for whom a group's role reaches", async () => {
    await rule();
    dataOf(await give(clerk));
    const { groupId } = dataOf(
      await createGroup(admin, { name: "Approvers", description: "", rule: null }),
    );
    dataOf(await assignGroupRole(admin, { groupId, roleId: approver }));
    const joined = await addMembers(admin, { groupId, userIds: [person.id] });
    expect(joined).toMatchObject(refusal(/Approver and Clerk/));
  });

  it("refuses that a role comes to inherit what its holders may not have", async () => {
    const helper = await role("Helper", []);
    await rule();
    dataOf(await give(clerk));
    dataOf(await give(helper));
    const [row] = await factory.query<{ updated_at: Date }>(
      "SELECT updated_at FROM roles WHERE tenant_id = $1 AND id = $2",
      [admin.tenantId, helper],
    );
    const edited = {
      roleId: helper,
      name: "Helper",
      entries: [],
      parents: [approver],
      basedOn: row?.updated_at.toISOString() ?? "",
    };
    expect(await updateRole(admin, edited)).toMatchObject(refusal(/Clerk and Helper/));
  });

  it("refuses a role that nobody could have, and a rule that would make one so", async () => {
    await role("Everything", [], [clerk, approver]);
    const made = createSodRule(admin, {
      name: "Late",
      kind: "static",
      roles: [clerk, approver],
    });
    expect(await made).toMatchObject(refusal(/Everything would inherit/));
    const third = await role("Third", []);
    await rule({ roles: [clerk, third] });
    const both = createRole(admin, { name: "Both", entries: [], parents: [clerk, third] });
    expect(await both).toMatchObject(refusal(/Both would inherit/));
  });

  it("counts up to its limit", async () => {
    const third = await role("Third", []);
    await rule({ roles: [clerk, approver, third], limit: 3 });
    dataOf(await give(clerk));
    dataOf(await give(approver));
    expect(await give(third)).toMatchObject(refusal(/Third/));
  });

  it("lets roles follow each other, and refuses them where their times overlap", async () => {
    await rule();
    dataOf(await give(clerk, { endsAt: inMinutes(10) }));
    expect(await give(approver, { startsAt: inMinutes(5) })).toMatchObject(refusal(/from 20/));
    expect(await give(approver, { startsAt: inMinutes(10) })).toMatchObject({ ok: true });
  });

  it("lets only one of two win who give one role each at the same moment", async () => {
    await rule();
    const results = await Promise.all([give(clerk), give(approver, {}, other)]);
    expect(results.map(({ ok }) => ok).sort()).toEqual([false, true]);
  });

  it("names whoever breaks it already, keeps their access, and lets it be repaired", async () => {
    dataOf(await give(clerk));
    dataOf(await give(approver));
    const ruleId = await rule();
    const grant = await requirePermission(admin, "sod.read");
    const [listed] = await listSodRules(grant);
    expect(listed?.people).toEqual([
      {
        id: person.id,
        name: person.name,
        has: expect.arrayContaining([
          { kind: "role", what: "Approver", by: ["Approver"] },
          { kind: "role", what: "Clerk", by: ["Clerk"] },
        ]),
        from: null,
      },
    ]);
    expect((await current(person)).permissions.has("invoice.approve")).toBe(true);
    dataOf(await unassignRole(admin, { roleId: clerk, userId: person.id }));
    expect((await listSodRules(grant))[0]?.people).toEqual([]);
    dataOf(await deleteSodRule(admin, { ruleId }));
    expect(await give(clerk)).toMatchObject({ ok: true });
  });

  it("is not overwritten by who has not seen the last change", async () => {
    const ruleId = await rule();
    const grant = await requirePermission(admin, "sod.read");
    const basedOn = (await listSodRules(grant))[0]?.updatedAt ?? "";
    const edited = { ruleId, name: "A", kind: "static", roles: [clerk, approver], basedOn };
    dataOf(await updateSodRule(admin, edited));
    expect(await updateSodRule(other, edited)).toMatchObject(refusal(/after you opened it/));
    const unknown = { name: "B", kind: "static", roles: [clerk, randomUUID()] };
    expect(await createSodRule(admin, unknown)).toMatchObject({
      ok: false,
      error: { code: "invalid_input" },
    });
  });
});

describe("an exception", () => {
  it("lets somebody have both roles until it ends, and not a moment longer", async () => {
    const ruleId = await rule();
    dataOf(await give(clerk));
    const endsAt = inMinutes(60);
    await except(ruleId, endsAt);
    expect(await give(approver)).toMatchObject(refusal(/Let one of them end/));
    expect(await give(approver, { endsAt })).toMatchObject({ ok: true });
    const grant = await requirePermission(admin, "sod.read");
    expect((await listSodRules(grant))[0]?.people).toEqual([]);
    expect(await listSodExceptions(grant)).toMatchObject([
      { state: "approved", person: { id: person.id }, askedBy: { id: admin.id } },
    ]);
  });

  it("says whether it is needed, for what somebody has, has asked for, or for nothing", async () => {
    const ruleId = await rule();
    const grant = await requirePermission(admin, "sod.read");
    const need = () => getExceptionNeed(grant, { ruleId, userId: person.id });
    expect(await need()).toEqual({ by: "nothing" });
    dataOf(await give(clerk));
    expect(await need()).toEqual({ by: "nothing" });
    await factory.query(
      `INSERT INTO access_requests (tenant_id, user_id, role_id, role_name, kind, minutes, reason)
       VALUES ($1, $2, $3, 'Approver', 'request', 60, 'Please')`,
      [admin.tenantId, person.id, approver],
    );
    expect(await need()).toEqual({ by: "asked", role: "Approver" });
    const exceptionId = await except(ruleId, inMinutes(60));
    dataOf(await give(approver, { endsAt: inMinutes(30) }));
    expect(await need()).toEqual({ by: "held" });
    dataOf(await endException(admin, { exceptionId }));
    expect(await listSodExceptions(grant)).toMatchObject([{ state: "ended", need: null }]);
  });

  it("needs two people, neither of whom it is about", async () => {
    const ruleId = await rule();
    const ask = (by: Actor, userId: string) =>
      askException(by, { ruleId, userId, endsAt: inMinutes(5), reason: "Because" });
    const own = dataOf(await ask(admin, admin.id));
    const refused = { ok: false, error: { code: "permission_denied" } };
    expect(await approveException(admin, own)).toMatchObject(refused);
    const aboutOther = dataOf(await ask(admin, other.id));
    expect(await approveException(other, aboutOther)).toMatchObject(refused);
    expect(await refuseException(other, aboutOther)).toMatchObject(refused);
    expect(await withdrawException(other, aboutOther)).toMatchObject(refused);
    dataOf(await withdrawException(admin, aboutOther));
    dataOf(await refuseException(other, own));
    dataOf(await give(clerk));
    expect(await give(approver)).toMatchObject({ ok: false });
  });

  it("is decided once, and can be ended", async () => {
    const ruleId = await rule();
    const exceptionId = await except(ruleId, inMinutes(5));
    expect(await approveException(other, { exceptionId })).toMatchObject(refusal(/meanwhile/));
    const twice = { ruleId, userId: person.id, endsAt: inMinutes(5), reason: "Again" };
    expect(await askException(admin, twice)).toMatchObject(refusal(/already/));
    dataOf(await endException(admin, { exceptionId }));
    dataOf(await give(clerk));
    expect(await give(approver, { endsAt: inMinutes(4) })).toMatchObject(refusal(/Clerk/));
    expect(await askException(admin, twice)).toMatchObject({ ok: true });
  });

  it("ends in the future, within a year, and says why", async () => {
    const ruleId = await rule();
    const ask = (more: object) =>
      askException(admin, {
        ruleId,
        userId: person.id,
        endsAt: inMinutes(5),
        reason: "Because",
        ...more,
      });
    for (const wrong of [
      { endsAt: inMinutes(-1) },
      { endsAt: inMinutes(60 * 24 * 400) },
      { reason: " " },
    ]) {
      expect(await ask(wrong)).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    }
  });
});

describe("a dynamic separation of duty", () => {
  const both = async () => {
    dataOf(await give(clerk));
    dataOf(await give(approver));
    await rule({ kind: "dynamic" });
  };

  it("takes both roles out of use until the session has chosen, and never gives both", async () => {
    await both();
    const undecided = await current(person);
    expect(undecided.roles).toEqual([]);
    expect(undecided.permissions.has("invoice.create")).toBe(false);
    dataOf(await chooseRoles(undecided, { roleIds: [clerk] }));
    const asClerk = await current(person);
    expect(asClerk.roles.map(({ name }) => name)).toEqual(["Clerk"]);
    expect(asClerk.permissions.has("invoice.create")).toBe(true);
    expect(asClerk.permissions.has("invoice.approve")).toBe(false);
    const greedy = await chooseRoles(asClerk, { roleIds: [clerk, approver] });
    expect(greedy).toMatchObject(refusal(/cannot be used together/));
    dataOf(await chooseRoles(asClerk, { roleIds: [approver] }));
    const asApprover = await current(person);
    expect(asApprover.permissions.has("invoice.approve")).toBe(true);
    expect(asApprover.permissions.has("invoice.create")).toBe(false);
  });

  it("is not changed or given up by whom it binds", async () => {
    await both();
    const keeper = await role("Keeper", ["sod.update"]);
    dataOf(await give(keeper));
    const [bound] = await listSodRules(await requirePermission(admin, "sod.read"));
    const ruleId = bound?.id ?? "";
    const why = /keeps you from using a role of yours/;
    const error = { code: "permission_denied", message: expect.stringMatching(why) };
    const binds = { ok: false, error };
    const undecided = await current(person);
    expect(await deleteSodRule(undecided, { ruleId })).toMatchObject(binds);
    dataOf(await chooseRoles(undecided, { roleIds: [clerk] }));
    expect(await deleteSodRule(await current(person), { ruleId })).toMatchObject(binds);
    expect(await deleteSodRule(admin, { ruleId })).toMatchObject({ ok: true });
  });

  it("takes from nobody what its maker could not take from them, and says what it takes", async () => {
    dataOf(await give(clerk));
    dataOf(await give(approver));
    const weak = await actorWith(factory, admin.tenantId, ["sod.update"]);
    const said = { name: "Invoices", kind: "dynamic", roles: [clerk, approver] };
    const lacking = /may not do yourself: .*Approve invoices/;
    const error = { code: "permission_denied", message: expect.stringMatching(lacking) };
    const refused = { ok: false, error };
    expect(await createSodRule(weak, said)).toMatchObject(refused);
    const [event] = dataOf(await createSodRule.rehearse(admin, said));
    const [create, approve] = ["invoice.create", "invoice.approve"].map((permission) => ({
      permission,
      reach: "everywhere",
    }));
    expect(event?.details).toMatchObject({
      radius: {
        peopleCount: 1,
        groups: [],
        untilChosen: [
          {
            gained: [],
            lost: expect.arrayContaining([create, approve]),
            people: [{ name: person.name }],
          },
        ],
      },
    });
    // A rule over what nobody has together takes nothing, and a narrower one comes to bind them.
    const third = await role("Third", []);
    const open = { ...said, roles: [clerk, third] };
    const { ruleId } = dataOf(await createSodRule(weak, open));
    const basedOn = async () =>
      (await listSodRules(await requirePermission(admin, "sod.read")))[0]?.updatedAt ?? "";
    const narrower = { ...said, ruleId, basedOn: await basedOn() };
    expect(await updateSodRule(weak, narrower)).toMatchObject(refused);
    expect((await current(person)).permissions.has("invoice.approve")).toBe(true);
    dataOf(await updateSodRule(admin, narrower));
    expect((await current(person)).permissions.has("invoice.approve")).toBe(false);
    // Nor does anybody give the use of both back who could not give it.
    const wider = { ...open, ruleId, basedOn: await basedOn() };
    expect(await updateSodRule(weak, wider)).toMatchObject(refused);
    expect(await updateSodRule(weak, { ...wider, ...said, kind: "static" })).toMatchObject(refused);
    expect(await deleteSodRule(weak, { ruleId })).toMatchObject(refused);
    dataOf(await deleteSodRule(admin, { ruleId }));
    expect((await current(person)).permissions.has("invoice.approve")).toBe(true);
  });

  it("is compared for roles that begin later, and for people who are disabled", async () => {
    dataOf(await give(clerk));
    dataOf(await give(approver, { startsAt: inMinutes(60) }));
    const weak = await actorWith(factory, admin.tenantId, ["sod.update"]);
    const said = { name: "Invoices", kind: "dynamic", roles: [clerk, approver] };
    const refused = { ok: false, error: { code: "permission_denied" } };
    expect(await createSodRule(weak, said)).toMatchObject(refused);
    await factory.query("UPDATE users SET status = 'disabled' WHERE id = $1", [person.id]);
    expect(await createSodRule(weak, said)).toMatchObject(refused);
    expect(await createSodRule(admin, said)).toMatchObject({ ok: true });
  });

  it("lets nobody give a role that makes somebody above them choose", async () => {
    await rule({ kind: "dynamic" });
    dataOf(await give(approver));
    const clerks = await actorWith(factory, admin.tenantId, ["role.assign", "invoice.create"]);
    const error = {
      code: "permission_denied",
      message: expect.stringMatching(/may not do yourself: Approve invoices/),
    };
    expect(await give(clerk, {}, clerks)).toMatchObject({ ok: false, error });
    expect(await give(clerk, { startsAt: inMinutes(60) }, clerks)).toMatchObject({ ok: false });
    expect(await give(clerk)).toMatchObject({ ok: true });
    // Taking one of the two away only frees them of the choice.
    const unassigned = unassignRole(clerks, { roleId: clerk, userId: person.id });
    expect(await unassigned).toMatchObject({ ok: true });
  });

  it("is not given up by a key of somebody whom it binds", async () => {
    await both();
    dataOf(await give(await role("Keeper", ["sod.update"])));
    const [bound] = await listSodRules(await requirePermission(admin, "sod.read"));
    const [key] = await factory.query<{ id: string }>(
      `INSERT INTO api_keys (tenant_id, name, secret_hash, scopes, created_by)
       VALUES ($1, 'Own', '\\x00', ARRAY['sod.update', 'invoice.create', 'invoice.approve'], $2)
       RETURNING id`,
      [admin.tenantId, person.id],
    );
    const program: Actor = { ...(await current(person)), kind: "api_key", id: key?.id ?? "" };
    const permissions = new Set<PermissionId>(["sod.update"]);
    const why = /keeps you from using a role of yours/;
    expect(
      await deleteSodRule({ ...program, permissions }, { ruleId: bound?.id ?? "" }),
    ).toMatchObject({
      ok: false,
      error: { code: "permission_denied", message: expect.stringMatching(why) },
    });
  });

  it("tells what an exception and its end let somebody use", async () => {
    dataOf(await give(clerk));
    dataOf(await give(approver));
    const ruleId = await rule({ kind: "dynamic" });
    const exceptionId = await except(ruleId, inMinutes(60));
    dataOf(await endException(admin, { exceptionId }));
    const events = await factory.query<{ action: string; details: object }>(
      `SELECT action, details FROM audit_events WHERE tenant_id = $1
         AND action IN ('sod_exception.approved', 'sod_exception.ended') ORDER BY recorded_at`,
      [admin.tenantId],
    );
    const both = expect.arrayContaining([{ permission: "invoice.approve", reach: "everywhere" }]);
    expect(events).toMatchObject([
      { details: { radius: { peopleCount: 1, untilChosen: [{ gained: both, lost: [] }] } } },
      { details: { radius: { peopleCount: 1, untilChosen: [{ gained: [], lost: both }] } } },
    ]);
  });

  it("is chosen in each session for itself, of roles that one has", async () => {
    await both();
    dataOf(await chooseRoles(await current(person), { roleIds: [clerk] }));
    const session = await factory.createSession(person.tenantId, person.id);
    const elsewhere = await current({ ...person, sessionId: session.id });
    expect(elsewhere.roles).toEqual([]);
    const foreign = await chooseRoles(elsewhere, { roleIds: ["tenant_admin"] });
    expect(foreign).toMatchObject(refusal(/not yours/));
  });

  it("keeps what an unused role denies", async () => {
    const entries = [{ permission: "document.read", effect: "deny" as const }];
    const denying = dataOf(await createRole(admin, { name: "Denying", entries, parents: [] }));
    const reading = await role("Reading", ["document.read"]);
    for (const roleId of [denying.roleId, clerk, reading]) dataOf(await give(roleId));
    await rule({ kind: "dynamic", roles: [denying.roleId, clerk] });
    dataOf(await chooseRoles(await current(person), { roleIds: [clerk] }));
    expect((await current(person)).permissions.has("document.read")).toBe(false);
  });

  it("is what products are told, unless they say which roles are used", async () => {
    await both();
    const grant = await requirePermission(admin, "access.decide");
    const ask = (context?: Record<string, unknown>) =>
      evaluate(
        grant,
        {
          subject: { type: "user", id: person.id },
          action: { name: "approve" },
          resource: { type: "invoice", id: "7" },
          context,
        },
        admin,
      );
    expect(await ask()).toMatchObject({ decision: false });
    for (const active_roles of [
      [approver],
      ["Approver"],
      ["approver"],
      ["Executive", "APPROVER"],
    ]) {
      expect([active_roles, await ask({ active_roles })]).toMatchObject([
        active_roles,
        { decision: true },
      ]);
    }
    for (const active_roles of [
      [clerk],
      [clerk, approver],
      ["Clerk", "Approver"],
      ["Clerk", approver],
      ["Approver "],
      "all",
      "Approver",
      [1],
      ["tenant_admin"],
    ]) {
      expect([active_roles, await ask({ active_roles })]).toMatchObject([
        active_roles,
        { decision: false },
      ]);
    }
  });

  it("says so when it is asked why", async () => {
    await both();
    const grant = await requirePermission(admin, "access.explain");
    const question = { permission: "invoice.approve" };
    const told = await explainAccess(grant, { ...question, userId: person.id });
    expect(told).toMatchObject({
      allowed: false,
      allows: [],
      dormant: [{ path: [{ name: "Approver" }], rule: { name: "Invoices" } }],
    });
    dataOf(await chooseRoles(await current(person), { roleIds: [approver] }));
    const own = await explainOwnAccess(await current(person), question);
    expect(own).toMatchObject({ allowed: true, dormant: [] });
    const past = { ...question, userId: person.id, at: new Date().toISOString() };
    expect(await explainAccess(grant, past)).toMatchObject({ allowed: false, dormant: [{}] });
  });

  it("does not bind whoever is excepted, until the exception ends", async () => {
    dataOf(await give(clerk));
    dataOf(await give(approver));
    const { moment, seen: free } = await seenBefore(async (endsAt) => {
      await factory.query("DELETE FROM sod_rules WHERE tenant_id = $1", [admin.tenantId]);
      await except(await rule({ kind: "dynamic" }), endsAt.toISOString());
      return current(person);
    });
    expect(decide(free.access, "invoice.approve") && decide(free.access, "invoice.create")).toBe(
      true,
    );
    expect(free.access.validUntil).toBe(moment.getTime());
    await reached(moment);
    expect((await current(person)).permissions.has("invoice.create")).toBe(false);
  });
});
