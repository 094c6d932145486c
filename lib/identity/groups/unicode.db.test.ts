import { beforeEach, describe, expect, it } from "vitest";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { createRole } from "../../access/roles/service.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { createSodRule } from "../../governance/separation/service.ts";
import { searchUsers } from "../users/queries.ts";
import { createUser } from "../users/service.ts";
import { listGroups, previewRule, searchMembers } from "./queries.ts";
import { createGroup } from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;

beforeEach(async () => {
  admin = await factory.createActor(await factory.createTenant());
});

/** What people would say is one name. */
const same = [
  ["Zoë", "Zoe\u0308"],
  ["Zoë", "ZOË"],
  ["Grüße", "GRU\u0308SSE"],
  ["Straße", "STRASSE"],
  ["Finance", "Ｆｉｎａｎｃｅ"],
  ["ΣΊΣΥΦΟΣ", "σίσυφος"],
  ["office", "oﬃce"],
] as const;

describe.each(same)("%j and %j", (first, second) => {
  it("are the same name of a group, a role, and a separation of duty", async () => {
    const roleIds: string[] = [];
    const makers = [
      (name: string) => createGroup(admin, { name }),
      (name: string) => createRole(admin, { name, entries: [] }),
      (name: string) =>
        createSodRule(admin, { name, kind: "dynamic", roles: ["executive", roleIds[0]] }),
    ];
    roleIds.push(dataOf(await createRole(admin, { name: "Other", entries: [] })).roleId);
    for (const make of makers) {
      expect(await make(first)).toMatchObject({ ok: true });
      expect(await make(second)).toMatchObject({
        error: { fieldErrors: { name: [expect.stringContaining("called")] } },
      });
    }
  });
});

describe("a person in one Unicode form", () => {
  it.each([
    ["Zoë Ångström", "zoe\u0308 a\u030a"],
    ["Zoe\u0308 A\u030angstro\u0308m", "ZOË Å"],
  ])("%j is found by %j", async (name, text) => {
    const made = await createUser(admin, { name, email: `${crypto.randomUUID()}@example.com` });
    const { userId } = dataOf(made);
    const people = await requirePermission(admin, "user.read");
    const { rows } = await searchUsers(people, { text }, { limit: 10 });
    expect(rows.map(({ id }) => id)).toEqual([userId]);
    const groups = await requirePermission(admin, "group.read");
    const { groupId } = dataOf(await createGroup(admin, { name: "Everybody" }));
    await factory.query(
      "INSERT INTO group_members (tenant_id, group_id, user_id) VALUES ($1, $2, $3)",
      [admin.tenantId, groupId, userId],
    );
    const members = await searchMembers(groups, { groupId, text }, { limit: 10 });
    expect(members.rows.map(({ id }) => id)).toEqual([userId]);
  });

  it("is chosen by a rule in the other", async () => {
    const person = { name: "Zoë", email: `${crypto.randomUUID()}@example.com` };
    const city = "Zu\u0308rich";
    const { userId } = dataOf(await createUser(admin, { ...person, attributes: { city } }));
    // As an earlier version has stored it.
    await factory.query(
      "UPDATE users SET attributes = jsonb_build_object('city', $2::text) WHERE id = $1",
      [userId, city],
    );
    const rule = [{ attribute: "city", operator: "is" as const, values: ["zürich"] }];
    const grant = await requirePermission(admin, "group.read");
    expect(await previewRule(grant, rule)).toMatchObject({ count: 1, people: [{ id: userId }] });
    dataOf(await createGroup(admin, { name: "Zürich", rule }));
    expect(await listGroups(grant)).toMatchObject([{ name: "Zürich", memberCount: 1 }]);
  });
});
