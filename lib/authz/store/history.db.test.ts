import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { Random } from "#lib/core/random";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { withTenantSnapshot } from "../../platform/db.ts";
import { readPeopleFacts, readPolicyFacts } from "./read-facts.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let tenantId: string;
const users: string[] = [];
const groups: string[] = [];

beforeEach(async () => {
  tenantId = await factory.createTenant();
  users.length = 0;
  groups.length = 0;
  for (let n = 0; n < 3; n++) {
    users.push((await factory.createUser(tenantId, { roles: [] })).id);
    groups.push(randomUUID());
  }
  await factory.query(
    `INSERT INTO groups (tenant_id, id, name) SELECT $1, id, 'G ' || id
     FROM unnest($2::uuid[]) id`,
    [tenantId, groups],
  );
});

/** Both as of a moment that PostgreSQL names, so that no clock but its own takes part. */
async function facts(moment: string | null) {
  return withTenantSnapshot(tenantId, async (sql) => {
    const at = new Date(moment ?? Date.now());
    const asOf = moment as unknown as Date | null;
    const policy = await readPolicyFacts(sql, tenantId, asOf ?? undefined);
    const from = asOf ? "history" : "now";
    const people = await readPeopleFacts(sql, tenantId, users, asOf ?? at, from);
    return { policy: { ...policy, version: "" }, people: sorted(people) };
  });
}

/** In an order of their own: JSON aggregates come as the rows do. */
function sorted(people: Awaited<ReturnType<typeof readPeopleFacts>>) {
  const byText = (all: readonly unknown[]) => all.map((each) => JSON.stringify(each)).sort();
  return users.map((id) => {
    const person = people.get(id);
    if (!person) return undefined;
    const { holdings, grants, exceptions, identifiers } = person;
    return [byText(holdings), byText(grants), byText(exceptions), identifiers];
  });
}

async function now(): Promise<string> {
  const [row] = await factory.query<{ now: string }>("SELECT clock_timestamp()::text AS now");
  return row?.now ?? "";
}

/** Things that happen to access, each with what it needs; some do nothing, as in life. */
function changes(random: Random): [string, unknown[]][] {
  const user = random.pick(users);
  const group = random.pick(groups);
  const role = random.pick(["manager", "user", "executive"]);
  const permission = random.pick(["document.read", "todo.close", "user.read"]);
  const own = `own-${random.int(1, 3)}`;
  return [
    ["INSERT INTO role_assignments VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", [user, role]],
    ["DELETE FROM role_assignments WHERE tenant_id = $1 AND user_id = $2", [user]],
    [
      "UPDATE role_assignments SET reason = reason || 'x' WHERE tenant_id = $1 AND user_id = $2",
      [user],
    ],
    ["INSERT INTO group_members VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", [group, user]],
    ["DELETE FROM group_members WHERE tenant_id = $1 AND group_id = $2", [group]],
    ["INSERT INTO group_roles VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", [group, role]],
    ["DELETE FROM group_roles WHERE tenant_id = $1 AND role = $2", [role]],
    ["INSERT INTO roles VALUES ($1, $2, $2) ON CONFLICT DO NOTHING", [own]],
    [
      "UPDATE roles SET name = $2 || length(name), updated_at = now() WHERE tenant_id = $1 AND id = $2",
      [own],
    ],
    [
      `INSERT INTO role_permissions SELECT tenant_id, id, $2, $3 FROM roles
       WHERE tenant_id = $1 AND NOT built_in
       ON CONFLICT (tenant_id, role_id, permission) DO UPDATE SET effect = excluded.effect`,
      [permission, random.pick(["allow", "deny"])],
    ],
    ["DELETE FROM role_permissions WHERE tenant_id = $1 AND permission = $2", [permission]],
    [
      `INSERT INTO role_parents SELECT tenant_id, id, 'user' FROM roles
       WHERE tenant_id = $1 AND id = $2 ON CONFLICT DO NOTHING`,
      [own],
    ],
    ["DELETE FROM roles WHERE tenant_id = $1 AND id = $2", [own]],
    [
      `INSERT INTO resource_grants (tenant_id, user_id, permission, resource_type, resource_id)
       VALUES ($1, $2, $3, 'project', 'p')`,
      [user, permission],
    ],
    ["DELETE FROM resource_grants WHERE tenant_id = $1 AND user_id = $2", [user]],
    ["INSERT INTO disabled_modules VALUES ($1, $2) ON CONFLICT DO NOTHING", ["documents"]],
    ["DELETE FROM disabled_modules WHERE tenant_id = $1", []],
    ["INSERT INTO resource_actions VALUES ($1, 'todo', $2) ON CONFLICT DO NOTHING", ["close"]],
    ["DELETE FROM resource_actions WHERE tenant_id = $1", []],
    [
      "INSERT INTO resource_types (tenant_id, id, name, owner_property) VALUES ($1, 'todo', 'T', $2) ON CONFLICT DO NOTHING",
      ["ownerID"],
    ],
    [
      "UPDATE users SET status = $3 WHERE tenant_id = $1 AND id = $2",
      [user, random.pick(["active", "disabled"])],
    ],
    ["UPDATE groups SET name = name || 'x' WHERE tenant_id = $1 AND id = $2", [group]],
    [
      `WITH made AS (
         INSERT INTO sod_rules (tenant_id, name, kind) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING RETURNING tenant_id, id
       )
       INSERT INTO sod_rule_roles SELECT tenant_id, id, unnest(ARRAY['manager', 'user']) FROM made`,
      [own, random.pick(["static", "dynamic"])],
    ],
    [
      `INSERT INTO sod_rule_permissions SELECT tenant_id, id, $2 FROM sod_rules
       WHERE tenant_id = $1 ON CONFLICT DO NOTHING`,
      [permission],
    ],
    ["DELETE FROM sod_rule_permissions WHERE tenant_id = $1 AND permission = $2", [permission]],
    ["UPDATE sod_rules SET role_limit = role_limit + 1 WHERE tenant_id = $1", []],
    ["DELETE FROM sod_rule_roles WHERE tenant_id = $1 AND role_id = $2", [role]],
    ["DELETE FROM sod_rules WHERE tenant_id = $1 AND name = $2", [own]],
    [
      `INSERT INTO sod_exceptions
         (tenant_id, rule_id, user_id, reason, ends_at, asked_by, asked_by_name)
       SELECT tenant_id, id, $2, 'r', now() + interval '1 hour', $3, 'A' FROM sod_rules
       WHERE tenant_id = $1 ON CONFLICT DO NOTHING`,
      [user, randomUUID()],
    ],
    [
      `UPDATE sod_exceptions SET state = 'approved', decided_by = $2, decided_by_name = 'B'
       WHERE tenant_id = $1`,
      [randomUUID()],
    ],
  ];
}

describe("as of", () => {
  it("now is now, and as of a moment is what it was then, whatever happened", async () => {
    const seed = randomUUID().slice(0, 8);
    const random = new Random(`history ${seed}`);
    const seen: { moment: string; was: Awaited<ReturnType<typeof facts>> }[] = [];
    for (let step = 0; step < 120; step++) {
      const [statement, parameters] = random.pick(changes(random));
      await factory.query(statement, [tenantId, ...parameters]);
      if (step % 10 !== 9) continue;
      const was = await facts(null);
      const moment = await now();
      expect(await facts(moment), `as of now, seed ${seed}, step ${step}`).toEqual(was);
      seen.push({ moment, was });
    }
    for (const { moment, was } of seen) {
      expect(await facts(moment), `as of ${moment}, seed ${seed}`).toEqual(was);
    }
    // Otherwise nothing has happened, and everything above would hold of nothing.
    expect(new Set(seen.map(({ was }) => JSON.stringify(was))).size).toBeGreaterThan(5);
  });

  it("keeps no secret and no row that did not change", async () => {
    const [user] = users;
    await factory.query("UPDATE users SET password_hash = 'secret' WHERE id = $1", [user]);
    const rows = await factory.query<{ content: object }>(
      "SELECT content FROM access_history WHERE tenant_id = $1 AND relation = 'users' AND key = $2",
      [tenantId, user],
    );
    expect(rows).toEqual([{ content: { tenant_id: tenantId, id: user, status: "active" } }]);
  });
});
