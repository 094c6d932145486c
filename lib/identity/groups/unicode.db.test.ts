import { readFileSync } from "node:fs";
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

it("names from before are composed, and the later of two equal ones is told apart", async () => {
  const { tenantId } = admin;
  const insert = (table: "groups" | "roles" | "sod_rules", columns: string, values: string) =>
    factory.query(
      `INSERT INTO ${table} (tenant_id, name${columns}) VALUES ($1, $2${values}), ($1, $3${values})
       RETURNING id`,
      [tenantId, "Zoe\u0308", "Zoë"],
    );
  for (const table of ["groups", "roles", "sod_rules"]) {
    await factory.query(`DROP INDEX ${table}_name_folded`);
  }
  await insert("groups", "", "");
  await insert("roles", ", id", ", gen_random_uuid()::text");
  await insert("sod_rules", ", kind", ", 'dynamic'");
  await factory.query("UPDATE users SET name = $2 WHERE id = $1", [admin.id, "Zoe\u0308"]);
  const folder = "../../../prisma/migrations/20261130122100_unicode_names/migration.sql";
  const file = readFileSync(new URL(folder, import.meta.url), "utf8");
  for (const [statement] of file.matchAll(/^UPDATE[^;]*;/gm)) await factory.query(statement);
  for (const table of ["groups", "roles", "sod_rules"]) {
    const rows = await factory.query<{ name: string }>(
      `SELECT name FROM ${table} WHERE tenant_id = $1 AND name LIKE 'Zo%' ORDER BY length(name)`,
      [tenantId],
    );
    const names = rows.map(({ name }) => name);
    expect(names).toEqual(["Zoë", expect.stringMatching(/^Zoë [0-9a-f]{8}$/)]);
    await factory.query(
      `CREATE UNIQUE INDEX ${table}_name_folded ON ${table} (tenant_id, folded_name(name))`,
    );
  }
  const [person] = await factory.query("SELECT name FROM users WHERE id = $1", [admin.id]);
  expect(person).toEqual({ name: "Zoë" });
});
