import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { inFinance } from "../../../testing/group-parts.ts";
import { permissionsEverywhere } from "../../authz/engine/decide.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { loadPrincipals } from "../../authz/store/principal.ts";
import type { RuleCondition } from "../../core/attributes.ts";
import { createUser, updateUser } from "../users/service.ts";
import { getGroup, listAttributes, previewRule, searchMembers } from "./queries.ts";
import { addMembers, assignGroupRole, createGroup, removeMembers, updateGroup } from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;

beforeEach(async () => {
  admin = await factory.createActor(await factory.createTenant());
});

const where = (
  attribute: string,
  operator: RuleCondition["operator"],
  ...values: string[]
): RuleCondition => ({ attribute, operator, values });

const reader = () => requirePermission(admin, "group.read");

async function added(attributes: Record<string, string> = {}, email?: string): Promise<string> {
  const address = email ?? `${randomUUID()}@example.com`;
  const input = { name: "Grace", email: address, attributes };
  return dataOf(await createUser(admin, input)).userId;
}

async function became(userId: string, attributes: Record<string, string>): Promise<void> {
  dataOf(await updateUser(admin, { userId, name: "Grace", externalId: null, attributes }));
}

async function made(rule: RuleCondition[]): Promise<string> {
  return dataOf(await createGroup(admin, { name: randomUUID(), rule })).groupId;
}

async function changed(groupId: string, rule: RuleCondition[] | null) {
  const { name, description, updatedAt: basedOn } = await getGroup(await reader(), groupId);
  return updateGroup(admin, { groupId, name, description, rule, basedOn });
}

async function membersOf(groupId: string): Promise<string[]> {
  const { rows } = await searchMembers(await reader(), { groupId }, { limit: 200 });
  return rows.map(({ id }) => id).sort();
}

async function permissionsOf(userId: string): Promise<string[]> {
  const found = (await loadPrincipals(admin.tenantId, [userId])).get(userId);
  return found ? [...permissionsEverywhere(found.access)] : [];
}

describe("a rule", () => {
  const person = { department: "Finance", city: "Berlin" };
  const email = "grace.hopper@navy.example";
  it.each([
    ["is, in any case", [where("department", "is", "FINANCE")], true],
    ["is one of several", [where("department", "is", "sales", "finance")], true],
    ["is something else", [where("department", "is", "sales")], false],
    ["is only a part", [where("department", "is", "fin")], false],
    ["is not", [where("department", "is_not", "sales", "legal")], true],
    ["is not, but is one of them", [where("department", "is_not", "sales", "finance")], false],
    ["is not, for what is unknown of the person", [where("team", "is_not", "sales")], false],
    ["is, for what is unknown", [where("team", "is", "sales")], false],
    ["begins with", [where("department", "starts_with", "fin")], true],
    ["begins with, elsewhere", [where("department", "starts_with", "nance")], false],
    ["ends with", [where("department", "ends_with", "NANCE")], true],
    ["ends with more than there is", [where("city", "ends_with", "East Berlin")], false],
    ["the e-mail address", [where("email", "ends_with", "@Navy.example")], true],
    ["another e-mail address", [where("email", "ends_with", "@army.example")], false],
    ["wildcards are characters", [where("city", "starts_with", "%")], false],
    ["all conditions", [...inFinance, where("city", "is", "Berlin")], true],
    ["one condition of two", [...inFinance, where("city", "is", "Paris")], false],
  ])("%s", async (_case, rule, matches) => {
    await factory.query("DELETE FROM users WHERE email = $1", [email]);
    const id = await added(person, email);
    await added();
    const groupId = await made(rule);
    expect(await membersOf(groupId)).toEqual(matches ? [id] : []);
    const preview = await previewRule(await reader(), rule);
    expect(preview.people.map((each) => each.id)).toEqual(matches ? [id] : []);
    expect(preview.count).toBe(matches ? 1 : 0);
  });

  it("chooses who comes, lets go who changes, and gives and takes the role with it", async () => {
    const groupId = await made(inFinance);
    dataOf(await assignGroupRole(admin, { groupId, roleId: "executive" }));
    const id = await added({ department: "finance" });
    expect(await membersOf(groupId)).toEqual([id]);
    expect(await permissionsOf(id)).toContain("kpi.product.read");
    await became(id, { department: "sales" });
    expect(await membersOf(groupId)).toEqual([]);
    expect(await permissionsOf(id)).toEqual([]);
    await became(id, { department: "Finance" });
    expect(await membersOf(groupId)).toEqual([id]);
    await became(id, {});
    expect(await membersOf(groupId)).toEqual([]);
    expect(await permissionsOf(id)).toEqual([]);
  });

  it("that changes chooses anew and says exactly who gains and who loses", async () => {
    const groupId = await made(inFinance);
    dataOf(await assignGroupRole(admin, { groupId, roleId: "executive" }));
    const stays = await added({ department: "finance", city: "Berlin" });
    const goes = await added({ department: "finance", city: "Paris" });
    const comes = await added({ department: "sales", city: "Berlin" });
    await added({ department: "sales", city: "Paris" });
    dataOf(await changed(groupId, [where("city", "is", "berlin")]));
    expect(await membersOf(groupId)).toEqual([stays, comes].sort());
    const [event] = await factory.query<{ details: unknown }>(
      "SELECT details FROM audit_events WHERE tenant_id = $1 AND action = 'group.updated'",
      [admin.tenantId],
    );
    const some = expect.arrayContaining([{ permission: "kpi.product.read", reach: "everywhere" }]);
    const gains = { people: [{ id: comes, name: "Grace" }], gained: some, lost: [] };
    const loses = { people: [{ id: goes, name: "Grace" }], gained: [], lost: some };
    expect(event?.details).toMatchObject({
      before: { rule: inFinance },
      radius: {
        peopleCount: 2,
        groups: expect.arrayContaining([
          expect.objectContaining(gains),
          expect.objectContaining(loses),
        ]),
      },
    });
    dataOf(await changed(groupId, null));
    expect(await membersOf(groupId)).toEqual([stays, comes].sort());
    await became(comes, { city: "Paris" });
    expect(await membersOf(groupId)).toEqual([stays, comes].sort());
  });

  it("chooses disabled people too, who may do nothing", async () => {
    const id = await added({ department: "finance" });
    await factory.query("UPDATE users SET status = 'disabled' WHERE id = $1", [id]);
    const groupId = await made(inFinance);
    expect(await membersOf(groupId)).toEqual([id]);
    expect(await previewRule(await reader(), inFinance)).toMatchObject({ count: 1 });
    dataOf(await assignGroupRole(admin, { groupId, roleId: "executive" }));
    expect(await permissionsOf(id)).toEqual([]);
  });

  it("keeps hands off: nobody is put in or taken out", async () => {
    const groupId = await made(inFinance);
    const inside = await added({ department: "finance" });
    const refused = { ok: false, error: { code: "conflict", message: /by a rule/ } };
    for (const change of [addMembers, removeMembers]) {
      const result = await change(admin, { groupId, userIds: [admin.id] });
      expect(result).toMatchObject({ ok: false, error: { code: refused.error.code } });
      if (!result.ok) expect(result.error.message).toMatch(refused.error.message);
    }
    expect(await membersOf(groupId)).toEqual([inside]);
  });

  it("holds when a person and the rule change in the same moment", async () => {
    for (let round = 0; round < 5; round++) {
      const groupId = await made([where("round", "is", "none")]);
      const moves = await added({ round: "before" });
      const values = [`r${round}`];
      const [rule, , arrived] = await Promise.all([
        changed(groupId, [where("round", "is", ...values)]),
        became(moves, { round: values[0] ?? "" }),
        added({ round: values[0] ?? "" }),
      ]);
      expect(rule.ok).toBe(true);
      expect(await membersOf(groupId)).toEqual([moves, arrived].sort());
    }
  });
});

describe("people of a group", () => {
  it("are found by name or address, page by page, without gaps, newest first", async () => {
    const groupId = await made([where("crew", "is", "nine")]);
    const ids: string[] = [];
    for (let n = 0; n < 9; n++)
      ids.push(await added({ crew: "nine" }, `n${n}_${randomUUID()}@x.example`));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await searchMembers(await reader(), { groupId }, { limit: 4, cursor });
      seen.push(...page.rows.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(ids.toReversed());
    const found = await searchMembers(await reader(), { groupId, text: "N3_" }, { limit: 9 });
    expect(found.rows.map(({ id }) => id)).toEqual([ids[3]]);
    const none = await searchMembers(await reader(), { groupId, text: "%" }, { limit: 9 });
    expect(none.rows).toEqual([]);
  });
});

describe("the attributes of a tenant", () => {
  it("are listed by name with their values, most frequent first, and no other tenant's", async () => {
    for (const city of ["Berlin", "Paris", "Berlin"]) await added({ city });
    await added({ badge: "7" });
    const other = await factory.createActor(await factory.createTenant());
    await createUser(other, {
      name: "X",
      email: `${randomUUID()}@x.example`,
      attributes: { a: "b" },
    });
    expect(await listAttributes(await reader())).toEqual([
      { name: "badge", values: ["7"] },
      { name: "city", values: ["Berlin", "Paris"] },
    ]);
  });
});
