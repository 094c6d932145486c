import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { Random } from "#lib/core/random";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { nextMoment } from "../../../testing/moments.ts";
import type { Reason } from "../../authz/engine/explain.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import type { Grant } from "../../authz/guard/grant.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { explainAccess } from "../explain/queries.ts";
import { traceAccess } from "./queries.ts";
import type { TracedPerson, TraceQuestion } from "./schema.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;
let tenantId: string;
let grant: Grant<"access.trace">;
const users: string[] = [];
const groups: string[] = [];

beforeEach(async () => {
  tenantId = await factory.createTenant();
  admin = await factory.createActor(tenantId);
  grant = await requirePermission(admin, "access.trace");
  users.length = 0;
  groups.length = 0;
  for (let n = 0; n < 3; n++) {
    users.push((await factory.createUser(tenantId, { roles: [], name: `Person ${n}` })).id);
    groups.push(randomUUID());
  }
  await factory.query(
    "INSERT INTO groups (tenant_id, id, name) SELECT $1, id, 'G ' || id FROM unnest($2::uuid[]) id",
    [tenantId, groups],
  );
});

type Place = Pick<TraceQuestion, "permission" | "resourceType" | "resourceId">;

const onDocument = { resourceType: "document", resourceId: "d" };
const places: Place[] = [
  { permission: "document.read" },
  { permission: "document.read", ...onDocument },
  { permission: "document.update", ...onDocument },
  { permission: "todo.close" },
  { permission: "todo.close", ...onDocument },
  { permission: "user.read" },
];

type Change = [string, unknown[]];

/** Something that happens to access; it may do nothing, as in life. */
function change(random: Random): Change {
  const user = random.pick(users);
  const group = random.pick(groups);
  const own = `own-${random.int(1, 3)}`;
  const role = random.pick(["manager", "user", "executive", own]);
  const permission = random.pick(["document.read", "document.update", "todo.close", "user.read"]);
  const effect = random.pick(["allow", "allow", "allow", "allow", "deny"]);
  const [type, id] = random.pick([
    ["project", "p"],
    ["project", "q"],
    ["project", null],
    ["document", "d"],
    ["document", null],
  ]);
  const window = random.pick([
    "NULL, NULL",
    "NULL, now() + interval '400 milliseconds'",
    "now() + interval '100 milliseconds', NULL",
    "now() + interval '10 milliseconds', now() + interval '600 milliseconds'",
  ]);
  const adding: Change[] = [
    [
      `INSERT INTO role_assignments (tenant_id, user_id, role, starts_at, ends_at)
       SELECT $1, $2, r.id, ${window} FROM roles r WHERE r.tenant_id = $1 AND r.id = $3
       ON CONFLICT (tenant_id, user_id, role) DO UPDATE SET ends_at = excluded.ends_at, starts_at = NULL`,
      [user, role],
    ],
    ["INSERT INTO group_members VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", [group, user]],
    [
      `INSERT INTO group_roles (tenant_id, group_id, role, starts_at, ends_at)
       SELECT $1, $2, r.id, ${window} FROM roles r WHERE r.tenant_id = $1 AND r.id = $3
       ON CONFLICT DO NOTHING`,
      [group, role],
    ],
    [
      `INSERT INTO resource_grants (tenant_id, user_id, permission, effect, resource_type, resource_id,
         starts_at, ends_at) SELECT $1, $2, $3, $4, $5, $6, ${window}`,
      [user, permission, effect, type, id],
    ],
    [
      `INSERT INTO resource_grants (tenant_id, group_id, permission, effect, resource_type, resource_id,
         starts_at, ends_at) SELECT $1, $2, $3, $4, $5, $6, ${window}`,
      [group, permission, effect, type, id],
    ],
    ["INSERT INTO roles VALUES ($1, $2, $2) ON CONFLICT DO NOTHING", [own]],
    ["UPDATE roles SET name = name || 'x' WHERE tenant_id = $1 AND id = $2", [own]],
    [
      `INSERT INTO role_permissions SELECT tenant_id, id, $2, $3, $3 = 'allow' AND length(name) % 2 = 0
       FROM roles WHERE tenant_id = $1 AND NOT built_in
       ON CONFLICT (tenant_id, role_id, permission)
       DO UPDATE SET effect = excluded.effect, own_only = excluded.own_only`,
      [permission, effect],
    ],
    [
      `INSERT INTO role_parents SELECT tenant_id, id, $3 FROM roles
       WHERE tenant_id = $1 AND id = $2 AND id <> $3 AND EXISTS (
         SELECT FROM roles p WHERE p.tenant_id = $1 AND p.id = $3) ON CONFLICT DO NOTHING`,
      [own, random.pick(["user", "own-1"])],
    ],
    ["INSERT INTO resource_actions VALUES ($1, 'todo', 'close') ON CONFLICT DO NOTHING", []],
    [
      "UPDATE users SET status = $3 WHERE tenant_id = $1 AND id = $2",
      [user, random.pick(["active", "active", "active", "disabled"])],
    ],
    ["UPDATE groups SET name = name || 'x' WHERE tenant_id = $1 AND id = $2", [group]],
    [
      `INSERT INTO resources (tenant_id, type, id, owner, parent_type, parent_id)
       VALUES ($1, 'project', 'p', NULL, NULL, NULL), ($1, 'project', 'q', NULL, NULL, NULL),
         ($1, 'document', 'd', $2, 'project', $3)
       ON CONFLICT (tenant_id, type, id)
       DO UPDATE SET owner = excluded.owner, parent_type = excluded.parent_type,
         parent_id = excluded.parent_id`,
      [random.pick([...users, null]), random.pick(["p", "q"])],
    ],
    [
      `WITH made AS (
         INSERT INTO sod_rules (tenant_id, name, kind) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING RETURNING tenant_id, id
       )
       INSERT INTO sod_rule_roles SELECT tenant_id, id, unnest(ARRAY['executive', 'user']) FROM made`,
      [own, random.pick(["static", "dynamic"])],
    ],
    [
      `WITH made AS (
         INSERT INTO sod_rules (tenant_id, name, kind) VALUES ($1, $2, 'dynamic')
         ON CONFLICT DO NOTHING RETURNING tenant_id, id
       )
       INSERT INTO sod_rule_permissions
       SELECT DISTINCT tenant_id, id, unnest(ARRAY[$3, 'order.cancel', 'todo.close']) FROM made`,
      [own, permission],
    ],
    [
      `INSERT INTO sod_exceptions (tenant_id, rule_id, user_id, reason, ends_at, asked_by,
         asked_by_name, state, decided_by, decided_by_name)
       SELECT tenant_id, id, $2, 'r', now() + interval '300 milliseconds', $2, 'A', 'approved', $3, 'B'
       FROM sod_rules WHERE tenant_id = $1 ON CONFLICT DO NOTHING`,
      [user, randomUUID()],
    ],
  ];
  const removing: Change[] = [
    ["DELETE FROM role_assignments WHERE tenant_id = $1 AND user_id = $2", [user]],
    ["DELETE FROM group_members WHERE tenant_id = $1 AND group_id = $2", [group]],
    ["DELETE FROM group_roles WHERE tenant_id = $1 AND role = $2", [role]],
    ["DELETE FROM resource_grants WHERE tenant_id = $1 AND permission = $2", [permission]],
    ["DELETE FROM role_permissions WHERE tenant_id = $1 AND permission = $2", [permission]],
    ["DELETE FROM role_parents WHERE tenant_id = $1 AND role_id = $2", [own]],
    [
      "INSERT INTO disabled_modules VALUES ($1, $2) ON CONFLICT DO NOTHING",
      [random.pick(["documents", "orders", "orders"])],
    ],
    ["DELETE FROM disabled_modules WHERE tenant_id = $1", []],
    ["DELETE FROM resource_actions WHERE tenant_id = $1", []],
    ["DELETE FROM resources WHERE tenant_id = $1 AND type = 'document'", []],
    ["DELETE FROM sod_rules WHERE tenant_id = $1 AND name = $2", [own]],
  ];
  return random.pick(random.chance(0.8) ? adding : removing);
}

async function trace(asked: Place, from: string, to: string): Promise<TracedPerson[]> {
  return (await traceAccess(grant, { ...asked, from, to }, { limit: 50 })).rows;
}

/** Where a reason comes from, however many permissions it names there. */
function placeOf(reason: Reason): string {
  const { kind, via } = reason;
  const own = kind === "role" ? [reason.ownOnly, ...reason.path.map(({ id }) => id)] : [];
  return JSON.stringify([via?.groupId ?? null, kind === "grant" ? reason.grantId : null, ...own]);
}

/** On which ways somebody could at a moment, as the whole span's answer says it. */
function waysAt(people: readonly TracedPerson[], userId: string, at: string) {
  const holds = ({ from, to }: { from: string; to: string }) => from <= at && at < to;
  const person = people.find(({ id }) => id === userId);
  const ways = (person?.stretches ?? []).filter(holds).flatMap((each) => each.ways.filter(holds));
  const placesOf = (chosen: boolean) =>
    [
      ...new Set(ways.filter((w) => (w.rule !== null) === chosen).map((w) => placeOf(w.reason))),
    ].sort();
  return { ways: placesOf(false), byChoice: placesOf(true) };
}

describe("who could, over a span", () => {
  it("is at every moment what the question as of that moment answers", async () => {
    const seed = randomUUID().slice(0, 8);
    const random = new Random(`trace ${seed}`);
    const explaining = await requirePermission(admin, "access.explain");
    const begin = await nextMoment();
    await factory.query(
      "INSERT INTO role_assignments (tenant_id, user_id, role) SELECT $1, unnest($2::uuid[]), 'user'",
      [tenantId, users],
    );
    const moments: string[] = [];
    for (let step = 0; step < 140; step++) {
      const [statement, parameters] = change(random);
      // Parameters that a statement does not use have no type.
      await factory.query(statement, [tenantId, ...parameters]);
      if (step % 10 === 9) moments.push(await nextMoment());
    }
    const end = await nextMoment();
    const seen = { yes: 0, no: 0, chosen: 0 };
    for (const asked of places) {
      const whole = await trace(asked, begin, end);
      const part = await trace(asked, moments[4] ?? begin, moments[11] ?? end);
      for (const [index, at] of moments.entries()) {
        for (const userId of users) {
          const then = await explainAccess(explaining, { ...asked, userId, at });
          const where = `seed ${seed}, ${JSON.stringify(asked)}, ${userId} at ${at}`;
          const reasons = (all: readonly Reason[]) => [...new Set(all.map(placeOf))].sort();
          const expected = then.allowed ? reasons(then.allows) : [];
          const found = waysAt(whole, userId, at);
          expect(found.ways, where).toEqual(expected);
          if (then.allowed) seen.yes++;
          else seen.no++;
          if (found.byChoice.length > 0) {
            seen.chosen++;
            expect(found.byChoice, where).toEqual(reasons(then.dormant));
          }
          if (index >= 4 && index < 11) expect(waysAt(part, userId, at), where).toEqual(found);
        }
      }
    }
    // Otherwise nothing has happened, and everything above would hold of nothing.
    expect(seen.yes).toBeGreaterThan(0);
    expect(seen.no).toBeGreaterThan(0);
  });
});
