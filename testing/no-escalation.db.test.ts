import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as assignments from "../lib/access/assignments/service.ts";
import * as grants from "../lib/access/grants/service.ts";
import * as resources from "../lib/access/resources/service.ts";
import * as roles from "../lib/access/roles/service.ts";
import { permissionIds } from "../lib/authz/catalogue/permissions.ts";
import { decide } from "../lib/authz/engine/decide.ts";
import type { Actor } from "../lib/authz/guard/actor.ts";
import { loadPrincipals } from "../lib/authz/store/principal.ts";
import { readTarget } from "../lib/authz/store/read-target.ts";
import type { Result } from "../lib/core/result.ts";
import * as groups from "../lib/identity/groups/service.ts";
import * as users from "../lib/identity/users/service.ts";
import { withTenantSql } from "../lib/platform/db.ts";
import { actorWith, reloaded } from "./actor-with.ts";
import { dataOf } from "./data-of.ts";
import { setUpTestDatabase } from "./database.ts";
import { Factory } from "./factories.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);

/** Each is a tenant of its own and a dozen transactions: few runs, and others each time. */
const RUNS = 8;
const STEPS = 14;

/** Everything that administers, and little of what it administers. */
const administering = permissionIds.filter((id) =>
  /^(user|group|role|grant|resource|resource_type)\./.test(id),
);
const asked = ["document.read", "document.update", "document.export", "todo.read", "todo.close"];
const about = [
  { type: "document", id: "d1" },
  { type: "document", id: "d2" },
  { type: "document", id: "said", owner: "outsider" },
  { type: "project", id: "p1" },
  { type: "todo", id: "t1", assignee: "outsider" },
];

type World = {
  actor: Actor;
  admin: { id: string; email: string };
  victim: { id: string; email: string };
  /** Has nothing, and does what the actor wants. */
  helper: { id: string; email: string };
};

const document = (id: string) => ({ type: "document", id });

async function makeWorld(): Promise<World> {
  const admin = await factory.createActor(await factory.createTenant());
  const { tenantId } = admin;
  const todo = { type: "todo", name: "To-do", actions: [{ name: "read" }, { name: "close" }] };
  dataOf(await resources.putResourceType(admin, todo));
  for (const id of ["p1", "p2"]) {
    dataOf(await resources.putResource(admin, { type: "project", id }));
  }
  const actor = await actorWith(factory, tenantId, [
    ...administering,
    "document.read",
    { permission: "document.update", ownOnly: true },
    { permission: "todo.close", effect: "deny" },
  ]);
  const victim = await factory.createUser(tenantId, { roles: ["manager"], name: "Sven" });
  const helper = await factory.createUser(tenantId, { roles: [], name: "Helper" });
  const inClosed = { ...document("d1"), owner: victim.id, parent: { type: "project", id: "p2" } };
  dataOf(await resources.putResource(admin, inClosed));
  dataOf(await resources.putResource(admin, document("d2")));
  const given = [
    { permission: "document.export", resourceType: "project", resourceId: "p1" },
    { permission: "document.export", resourceType: "document", resourceId: "d1" },
    { permission: "document.read", resourceType: "project", resourceId: "p2", effect: "deny" },
    { permission: "document.read", resourceType: "document", resourceId: "d2", effect: "deny" },
  ];
  for (const grant of given)
    dataOf(await grants.createGrant(admin, { userId: actor.id, ...grant }));
  return {
    actor: await reloaded(actor),
    admin: { id: admin.id, email: admin.email ?? "" },
    victim,
    helper,
  };
}

/** Whatever somebody may do of what is asked, one line each. */
async function allowed(tenantId: string, userId: string): Promise<string[]> {
  const access = (await loadPrincipals(tenantId, [userId])).get(userId)?.access;
  if (!access) return [];
  const lines = permissionIds.filter((id) => decide(access, id));
  for (const { type, id, ...said } of about) {
    const owner = Object.entries(said).find(
      ([name]) => name === access.policy.ownerPropertyOf(type),
    );
    const question = { type, id, owner: owner ? String(owner[1]) : null };
    const target = await withTenantSql(tenantId, (sql) => readTarget(sql, tenantId, question));
    for (const permission of asked) {
      if (decide(access, permission, target)) lines.push(`${permission} on ${type} ${id}` as never);
    }
  }
  return lines;
}

/** Numbers from which each step takes its choices. */
const step = fc.record({ kind: fc.nat(), a: fc.nat(), b: fc.nat(), c: fc.nat() });
type Step = { kind: number; a: number; b: number; c: number };

const pick = <Item>(items: readonly Item[], number: number): Item => {
  if (items.length === 0) throw new Error("nothing to choose from");
  return items[number % items.length] as Item;
};

async function idsOf(tenantId: string, table: string): Promise<string[]> {
  const rows = await factory.query<{ id: string }>(
    `SELECT id::text AS id FROM ${table} WHERE tenant_id = $1 ORDER BY 1`,
    [tenantId],
  );
  return rows.map(({ id }) => id);
}

type Run = (world: World, step: Step) => Promise<Result<unknown> | null>;

const entriesFrom = ({ a, b }: Step) => [
  {
    permission: pick([...asked, "role.assign", "user.update"], a),
    effect: pick(["allow", "deny"], b),
  },
];

const mutations: Record<string, Run> = {
  putResource: ({ actor, victim, helper }, { a, b, c }) => {
    const { type, id } = pick(about, a);
    const owner = pick([null, actor.id, actor.email, victim.id, helper.email, "outsider"], b);
    const parent = pick([null, { type: "project", id: "p1" }, { type: "project", id: "p2" }], c);
    return resources.putResource(actor, {
      type,
      id,
      owner,
      parent: type === "project" ? null : parent,
    });
  },
  deleteResource: ({ actor }, { a }) => {
    const { type, id } = pick(about, a);
    return resources.deleteResource(actor, { type, id });
  },
  putResourceType: ({ actor }, { a, b }) => {
    const actions = pick([["read"], ["close"], ["read", "close"], []], a).map((name) => ({ name }));
    const ownerProperty = pick([null, "assignee"], b);
    return resources.putResourceType(actor, {
      type: "todo",
      name: "To-do",
      actions,
      ownerProperty,
    });
  },
  deleteResourceType: ({ actor }) => resources.deleteResourceType(actor, { type: "todo" }),
  createGrant: ({ actor, victim, helper, admin }, { a, b, c }) =>
    grants.createGrant(actor, {
      userId: pick([actor, helper, victim, admin], a).id,
      permission: pick(asked, b),
      effect: pick(["allow", "deny"], a),
      resourceType: pick(about, c).type,
      resourceId: pick([null, pick(about, c).id], b),
    }),
  revokeGrant: async ({ actor }, { a }) => {
    const ids = await idsOf(actor.tenantId, "resource_grants");
    return ids.length > 0 ? grants.revokeGrant(actor, { grantId: pick(ids, a) }) : null;
  },
  createRole: async ({ actor }, at) => {
    const parents = at.c % 3 === 0 ? [pick(await idsOf(actor.tenantId, "roles"), at.a)] : [];
    const name = `Role ${randomUUID()}`;
    return roles.createRole(actor, { name, entries: entriesFrom(at), parents });
  },
  deleteRole: async ({ actor }, { a, b }) => {
    const ids = await idsOf(actor.tenantId, "roles");
    return roles.deleteRole(actor, { roleId: pick(ids, a), reassignTo: pick([null, ...ids], b) });
  },
  assignRole: async ({ actor, helper, victim, admin }, { a, b }) =>
    assignments.assignRole(actor, {
      roleId: pick(await idsOf(actor.tenantId, "roles"), a),
      userId: pick([actor, helper, victim, admin], b).id,
    }),
  unassignRole: async ({ actor, victim, admin }, { a, b }) =>
    assignments.unassignRole(actor, {
      roleId: pick(await idsOf(actor.tenantId, "roles"), a),
      userId: pick([actor, victim, admin], b).id,
    }),
  updateUser: ({ actor, helper, victim, admin }, { a, b, c }) =>
    users.updateUser(actor, {
      userId: pick([actor, helper, victim], a).id,
      name: "Renamed",
      externalId: pick([null, "outsider", "OUTSIDER", victim.email, admin.id], b),
      attributes: pick([{}, { team: "admins" }], c),
    }),
  createGroup: ({ actor }, { a }) =>
    groups.createGroup(actor, {
      name: `Group ${randomUUID()}`,
      rule: pick([null, [{ attribute: "team", operator: "is", values: ["admins"] }]], a),
    }),
  assignGroupRole: async ({ actor }, { a, b }) => {
    const groupIds = await idsOf(actor.tenantId, "groups");
    if (groupIds.length === 0) return null;
    const roleId = pick(await idsOf(actor.tenantId, "roles"), b);
    return groups.assignGroupRole(actor, { groupId: pick(groupIds, a), roleId });
  },
  addMembers: async ({ actor, helper, admin }, { a, b }) => {
    const groupIds = await idsOf(actor.tenantId, "groups");
    if (groupIds.length === 0) return null;
    const userIds = [pick([actor, helper, admin], b).id];
    return groups.addMembers(actor, { groupId: pick(groupIds, a), userIds });
  },
};

describe("somebody weaker, whatever they do in whatever order", () => {
  it("gains nothing, neither themselves nor by somebody who has nothing", async () => {
    let done = 0;
    let refused = 0;
    const changes = Object.entries(mutations);
    const sequences = fc.noBias(fc.array(step, { minLength: STEPS, maxLength: STEPS }));
    await fc.assert(
      fc.asyncProperty(sequences, async (steps) => {
        const world = await makeWorld();
        const { tenantId, id } = world.actor;
        const before = await allowed(tenantId, id);
        const log: string[] = [];
        for (const at of steps) {
          const [name, run] = pick(changes, at.kind);
          const result = await run({ ...world, actor: await reloaded(world.actor) }, at);
          if (!result) continue;
          if (!result.ok) expect([name, result.error.code]).not.toEqual([name, "internal"]);
          if (result.ok) done++;
          else refused++;
          log.push(`${name} ${JSON.stringify(at)}: ${result.ok ? "done" : result.error.message}`);
          const gained = (await allowed(tenantId, id)).filter((line) => !before.includes(line));
          expect([gained, log]).toEqual([[], log]);
          // What is denied to the actor on one resource only, they may have everywhere to give.
          const helped = (await allowed(tenantId, world.helper.id)).filter(
            (line) => !before.includes(line) && !/^document.read on/.test(line),
          );
          expect([helped, log]).toEqual([[], log]);
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    console.log(`${RUNS} sequences: ${done} changes done, ${refused} refused`);
    expect(done).toBeGreaterThan(RUNS);
    expect(refused).toBeGreaterThan(RUNS);
  }, 180_000);
});
