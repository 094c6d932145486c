import { beforeEach, describe, expect, it } from "vitest";
import { actorWith } from "../../../testing/actor-with.ts";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { assignRole, unassignRole } from "../../access/assignments/service.ts";
import { createGrant } from "../../access/grants/service.ts";
import { switchModule } from "../../access/modules/service.ts";
import { deleteResourceType, putResourceType } from "../../access/resources/service.ts";
import { listRoles } from "../../access/roles/queries.ts";
import { createRole, updateRole } from "../../access/roles/service.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { loadPrincipals } from "../../authz/store/principal.ts";
import { addMembers, assignGroupRole, createGroup } from "../../identity/groups/service.ts";
import { chooseRoles } from "../../identity/sessions/service.ts";
import { approveRequest, breakGlass, createRequest, updateElevation } from "../requests/service.ts";
import { listSodRules } from "./queries.ts";
import type { CreateSodRuleInput } from "./schema.ts";
import { createSodRule, updateSodRule } from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;
let other: Actor;
let person: Actor;
let clerk: string;

beforeEach(async () => {
  const tenantId = await factory.createTenant();
  admin = await factory.createActor(tenantId);
  other = await factory.createActor(tenantId);
  person = await factory.createActor(tenantId, []);
  clerk = await role("Clerk", ["invoice.create"]);
});

const makeRole = (name: string, permissions: string[], parents: string[] = []) =>
  createRole(admin, {
    name,
    entries: permissions.map((permission) => ({ permission })),
    parents,
  });
const role = async (name: string, permissions: string[], parents: string[] = []) =>
  dataOf(await makeRole(name, permissions, parents)).roleId;
const makeRule = (more: Partial<CreateSodRuleInput> = {}) =>
  createSodRule(admin, {
    name: "Refunds",
    kind: "static",
    permissions: ["invoice.create", "invoice.refund"],
    ...more,
  });
const give = (roleId: string, more: { startsAt?: string; endsAt?: string } = {}) =>
  assignRole(admin, { roleId, userId: person.id, ...more });
const grantTo = (receiver: { userId: string } | { groupId: string }, permission: string) =>
  createGrant(admin, { ...receiver, permission, resourceType: "invoice", resourceId: "7" });
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const newGroup = async (name: string) =>
  dataOf(await createGroup(admin, { name, description: "", rule: null })).groupId;
const rules = async () => listSodRules(await requirePermission(admin, "sod.read"));

const refusal = (message: RegExp) => ({
  ok: false,
  error: { code: "conflict", message: expect.stringMatching(message) },
});
const forbids = (by: RegExp | string) =>
  refusal(new RegExp(`Create invoices \\(Clerk\\) and Refund invoices \\(${by}\\).+“Refunds”`));

describe("a separation of duty between permissions", () => {
  it("refuses one role that holds both, however it comes to hold them", async () => {
    dataOf(await makeRule());
    const would = refusal(/would hold Create invoices and Refund invoices by itself.+“Refunds”/);
    expect(await makeRole("Both", ["invoice.create", "invoice.refund"])).toMatchObject(would);
    expect(await makeRole("Heir", ["invoice.refund"], [clerk])).toMatchObject(would);
    const refunder = await role("Refunder", ["invoice.refund"]);
    expect(await makeRole("Heir of both", [], [clerk, refunder])).toMatchObject(would);
    const found = await listRoles(await requirePermission(admin, "role.read"));
    const basedOn = found.find(({ id }) => id === clerk)?.updatedAt ?? "";
    const more = [{ permission: "invoice.create" }, { permission: "invoice.refund" }];
    const edited = { roleId: clerk, name: "Clerk", entries: more, parents: [], basedOn };
    expect(await updateRole.rehearse(admin, edited)).toMatchObject(would);
    expect(await updateRole(admin, edited)).toMatchObject(would);
    const own = [{ permission: "invoice.create" }, { permission: "invoice.refund", ownOnly: true }];
    expect(await updateRole(admin, { ...edited, entries: own })).toMatchObject(would);
    const denied = [...more.slice(0, 1), { permission: "invoice.refund", effect: "deny" as const }];
    expect(await updateRole(admin, { ...edited, entries: denied })).toMatchObject({ ok: true });
  });

  it("refuses the second permission by every way to it, and names what gives which", async () => {
    const refunder = await role("Refunder", ["invoice.refund"]);
    dataOf(await makeRule());
    dataOf(await give(clerk));
    expect(await give(refunder)).toMatchObject(forbids("Refunder"));
    const later = refusal(/from 20.+“Refunds”.+Let one of them end/);
    expect(await give(refunder, { startsAt: inMinutes(9) })).toMatchObject(later);
    const grant = await grantTo({ userId: person.id }, "invoice.refund");
    expect(grant).toMatchObject(forbids("a grant on invoice/7"));
    const everyOne = await createGrant(admin, {
      userId: person.id,
      permission: "invoice.refund",
      resourceType: "invoice",
      resourceId: null,
      startsAt: inMinutes(9),
    });
    expect(everyOne).toMatchObject(refusal(/a grant on every invoice.+from 20/));
    const [withRole, withGrant] = [await newGroup("Role"), await newGroup("Grant")];
    dataOf(await assignGroupRole(admin, { groupId: withRole, roleId: refunder }));
    dataOf(await grantTo({ groupId: withGrant }, "invoice.refund"));
    for (const groupId of [withRole, withGrant]) {
      const joined = await addMembers(admin, { groupId, userIds: [person.id] });
      expect(joined).toMatchObject(refusal(/Refund invoices \((Refunder|a grant on)/));
    }
    const empty = await newGroup("Empty");
    dataOf(await addMembers(admin, { groupId: empty, userIds: [person.id] }));
    const given = await assignGroupRole(admin, { groupId: empty, roleId: refunder });
    expect(given).toMatchObject(forbids("Refunder"));
    expect(await grantTo({ groupId: empty }, "invoice.refund")).toMatchObject(
      forbids("a grant on invoice/7"),
    );
  });

  it("refuses what was asked for, and what is taken in an emergency", async () => {
    const refunder = await role("Refunder", ["invoice.refund"]);
    const asker = await actorWith(factory, admin.tenantId, [
      "invoice.create",
      "access_request.create",
      "break_glass.use",
    ]);
    const minutes = { requestMinutes: 60, emergencyMinutes: 30 };
    dataOf(await updateElevation(admin, { roleId: refunder, ...minutes }));
    const what = { roleId: refunder, minutes: 10, reason: "Month end" };
    const { requestId } = dataOf(await createRequest(asker, what));
    dataOf(await makeRule());
    expect(await approveRequest(admin, { requestId })).toMatchObject(refusal(/“Refunds” forbids/));
    expect(await breakGlass(asker, what)).toMatchObject(refusal(/“Refunds” forbids/));
  });

  it("refuses taking away a role whose denial kept them apart", async () => {
    const [refunder, kept] = [await role("Refunder", ["invoice.refund"]), await role("Kept", [])];
    const entries = [{ permission: "invoice.refund", effect: "deny" as const }];
    const denying = dataOf(
      await createRole(admin, { name: "Denying", entries, parents: [] }),
    ).roleId;
    dataOf(await makeRule());
    for (const roleId of [kept, clerk, denying, refunder]) dataOf(await give(roleId));
    const taken = await unassignRole(admin, { roleId: denying, userId: person.id });
    expect(taken).toMatchObject(forbids("Refunder"));
    expect(await unassignRole(admin, { roleId: kept, userId: person.id })).toMatchObject({
      ok: true,
    });
  });

  it("counts while the module is off: it can be switched on again", async () => {
    const refunder = await role("Refunder", ["invoice.refund"]);
    dataOf(await give(clerk));
    dataOf(await give(refunder));
    dataOf(await switchModule(admin, { module: "invoices", isEnabled: false }));
    dataOf(await makeRule());
    expect((await rules())[0]?.people.map(({ id }) => id)).toContain(person.id);
    dataOf(await switchModule(admin, { module: "invoices", isEnabled: true }));
  });

  it("lists the roles and the people that broke it before, and lets them be repaired", async () => {
    const both = await role("Both", ["invoice.create", "invoice.refund"]);
    dataOf(await give(both));
    dataOf(await makeRule());
    const [rule] = await rules();
    expect(rule).toMatchObject({
      roles: [],
      permissions: ["invoice.create", "invoice.refund"],
      breakingRoles: [{ name: "Both" }, { name: "Tenant admin" }],
    });
    expect(rule?.people.find(({ id }) => id === person.id)?.has).toEqual([
      { kind: "permission", what: "invoice.create", by: ["Both"] },
      { kind: "permission", what: "invoice.refund", by: ["Both"] },
    ]);
    expect(rule?.people.map(({ id }) => id)).toContain(admin.id);
    expect(await assignRole(admin, { roleId: both, userId: other.id })).toMatchObject(
      refusal(/Create invoices \(Both and Tenant admin\)/),
    );
    expect(await give(clerk)).toMatchObject(refusal(/Create invoices \(Both and Clerk\)/));
    dataOf(await unassignRole(admin, { roleId: both, userId: person.id }));
    expect((await rules())[0]?.people.map(({ id }) => id)).not.toContain(person.id);
  });

  it("finds whoever holds both by grants alone, and by groups", async () => {
    dataOf(await grantTo({ userId: person.id }, "invoice.create"));
    const groupId = await newGroup("Grant");
    dataOf(await grantTo({ groupId }, "invoice.refund"));
    dataOf(await addMembers(admin, { groupId, userIds: [person.id] }));
    dataOf(await makeRule());
    const found = (await rules())[0]?.people.find(({ id }) => id === person.id);
    expect(found?.has.map(({ by }) => by)).toEqual([
      ["a grant on invoice/7"],
      ["a grant on invoice/7"],
    ]);
  });

  it("can name roles as well", async () => {
    const refunder = await role("Refunder", ["invoice.refund"]);
    dataOf(await makeRule({ roles: [clerk], permissions: ["invoice.refund"] }));
    dataOf(await give(clerk));
    expect(await give(refunder)).toMatchObject(
      refusal(/Clerk and Refund invoices \(Refunder\).+“Refunds”/),
    );
    expect((await rules())[0]?.breakingRoles).toEqual([]);
  });

  it("names what there is, once, and as much as can be too much", async () => {
    const invalid = { ok: false, error: { code: "invalid_input" } };
    const some = ["invoice.create", "invoice.refund"];
    for (const wrong of [
      { permissions: ["invoice.create", "made.up"] },
      { permissions: ["invoice.create", "invoice.create"] },
      { permissions: ["invoice.create"] },
      { permissions: some, limit: 3 },
    ]) {
      expect([wrong, await makeRule(wrong)]).toMatchObject([wrong, invalid]);
    }
    dataOf(await makeRule({ permissions: some, roles: [clerk], limit: 3 }));
  });
});

describe("a separation of duty between permissions, per session", () => {
  it("lets a session choose the roles that give them", async () => {
    const auditor = await role("Auditor of invoices", ["audit.read"]);
    const refunder = await role("Refunder", ["invoice.refund"]);
    dataOf(await give(auditor));
    dataOf(await give(refunder));
    const permissions = ["invoice.refund"];
    dataOf(await makeRule({ kind: "dynamic", roles: [auditor], permissions }));
    const may = async (choice: string[]) => {
      const [row] = await factory.query<{ id: string }>(
        "SELECT id FROM sessions WHERE tenant_id = $1 AND user_id = $2",
        [admin.tenantId, person.id],
      );
      const chosen = await chooseRoles(
        { ...person, sessionId: row?.id ?? "" },
        { roleIds: choice },
      );
      return chosen.ok;
    };
    expect([await may([auditor]), await may([refunder]), await may([auditor, refunder])]).toEqual([
      true,
      true,
      false,
    ]);
    const found = (await loadPrincipals(admin.tenantId, [person.id])).get(person.id);
    expect(found?.roles).toEqual([]);
    expect((await rules())[0]?.people).toMatchObject([{ id: person.id, from: null }]);
  });

  it("is refused where a role gives both: nobody could use it", async () => {
    const dynamic = await makeRule({ kind: "dynamic" });
    expect(dynamic).toMatchObject(refusal(/(Tenant|Super) admin would hold.+nobody could use it/));
    const { ruleId } = dataOf(await makeRule());
    const basedOn = (await rules())[0]?.updatedAt ?? "";
    const permissions = ["invoice.create", "invoice.refund"];
    const changed = { ruleId, name: "Refunds", kind: "dynamic" as const, permissions, basedOn };
    expect(await updateSodRule(admin, changed)).toMatchObject(refusal(/nobody could use it/));
  });

  it("refuses by grants what no session could choose between", async () => {
    const auditor = await role("Auditor of invoices", []);
    const permissions = ["todo.pay", "todo.check"];
    const actions = [{ name: "pay" }, { name: "check" }];
    dataOf(await putResourceType(admin, { type: "todo", name: "To-do", actions }));
    dataOf(await makeRule({ kind: "dynamic", permissions, roles: [auditor] }));
    const on = { userId: person.id, resourceType: "todo", resourceId: "7" };
    dataOf(await createGrant(admin, { ...on, permission: "todo.pay" }));
    expect(await createGrant(admin, { ...on, permission: "todo.check" })).toMatchObject(
      refusal(/todo.check \(a grant on todo\/7\) and todo.pay/),
    );
  });
});

describe("a product's own permissions", () => {
  const type = { type: "payout", name: "Payout" };
  const actions = [{ name: "make" }, { name: "release" }];
  const permissions = ["payout.make", "payout.release"];
  beforeEach(async () => {
    dataOf(await putResourceType(admin, { ...type, actions }));
  });

  it("are kept apart, also from built-in administrators", async () => {
    dataOf(await makeRule({ permissions }));
    expect((await rules())[0]).toMatchObject({ breakingRoles: [], people: [] });
    const would = refusal(/would hold payout.make and payout.release by itself/);
    expect(await makeRole("Both", permissions)).toMatchObject(would);
    const opened = await putResourceType(admin, { ...type, actions, builtInAdministrators: true });
    expect(opened).toMatchObject(would);
  });

  it("leave the rule when they go, and only those can remove them who may change it", async () => {
    dataOf(await makeRule({ permissions: [...permissions, "invoice.refund"] }));
    const registrar = await actorWith(factory, admin.tenantId, ["resource_type.update"]);
    const refused = { ok: false, error: { code: "permission_denied" } };
    expect(await deleteResourceType(registrar, { type: "payout" })).toMatchObject(refused);
    const fewer = { ...type, actions: actions.slice(0, 1) };
    expect(await putResourceType(registrar, fewer)).toMatchObject(refused);
    dataOf(await putResourceType(admin, fewer));
    expect((await rules())[0]?.permissions).toEqual(["invoice.refund", "payout.make"]);
    dataOf(await putResourceType(admin, { ...type, actions }));
    expect((await rules())[0]?.permissions).toEqual(["invoice.refund", "payout.make"]);
    dataOf(await deleteResourceType(admin, { type: "payout" }));
    expect((await rules())[0]?.permissions).toEqual(["invoice.refund"]);
  });
});
