import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { nextMoment } from "../../../testing/moments.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import type { Grant } from "../../authz/guard/grant.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { addMembers } from "../../identity/groups/service.ts";
import { assignRole, unassignRole } from "../assignments/service.ts";
import { createGrant } from "../grants/service.ts";
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

async function trace(asked: Place, from: string, to: string): Promise<TracedPerson[]> {
  return (await traceAccess(grant, { ...asked, from, to }, { limit: 50 })).rows;
}

describe("each way", () => {
  const asked = { permission: "document.read", ...onDocument };

  it("names who gave the role or the grant, why, and how the person came into the group", async () => {
    const begin = await nextMoment();
    const [user = "", other = ""] = users;
    const roleReason = "Covers for Bob";
    const given = await assignRole(admin, { userId: user, roleId: "user", reason: roleReason });
    expect(given).toMatchObject({ ok: true });
    expect(await addMembers(admin, { groupId: groups[0], userIds: [other] })).toMatchObject({
      ok: true,
    });
    const onProject = { resourceType: "document", resourceId: "d", reason: "The audit" };
    const { grantId } = dataOf(
      await createGrant(admin, {
        groupId: groups[0],
        permission: "document.update",
        ...onProject,
      }),
    );
    expect(await unassignRole(admin, { userId: user, roleId: "user" })).toMatchObject({ ok: true });
    const people = await trace(asked, begin, await nextMoment());
    const by = { id: admin.id, name: admin.name };
    const eventOf = async (action: string) => {
      const [event] = await factory.query<{ id: string }>(
        "SELECT id FROM audit_events WHERE tenant_id = $1 AND action = $2",
        [tenantId, action],
      );
      return event?.id ?? "none";
    };
    expect(people.find(({ id }) => id === user)?.stretches).toMatchObject([
      {
        began: true,
        ended: true,
        ways: [
          {
            reason: { kind: "role", via: null, path: [{ id: "user" }], said: "document.read" },
            given: { by, reason: roleReason, eventId: await eventOf("role.assigned") },
            joined: null,
          },
        ],
      },
    ]);
    expect(people.find(({ id }) => id === other)?.stretches).toMatchObject([
      {
        began: true,
        ended: false,
        ways: [
          {
            reason: { kind: "grant", grantId, said: "document.update" },
            given: { by, reason: "The audit", eventId: await eventOf("grant.created") },
            joined: { by, eventId: await eventOf("group.members_added") },
          },
        ],
      },
    ]);
    // The admin could all the time, by a role that nobody recorded giving.
    const own = people.find(({ id }) => id === admin.id)?.stretches ?? [];
    expect(own).toMatchObject([{ began: false, ended: false, from: begin }]);
    expect(own[0]?.ways[0]?.given).toMatchObject({ by: null, eventId: null });
  });

  it("says when somebody had to choose between roles first", async () => {
    const begin = await nextMoment();
    const [user = ""] = users;
    await factory.query(
      `WITH made AS (INSERT INTO sod_rules (tenant_id, name, kind) VALUES ($1, 'Apart', 'dynamic')
         RETURNING tenant_id, id)
       INSERT INTO sod_rule_roles SELECT tenant_id, id, unnest(ARRAY['executive', 'user']) FROM made`,
      [tenantId],
    );
    await factory.query(
      "INSERT INTO role_assignments (tenant_id, user_id, role) VALUES ($1, $2, 'user'), ($1, $2, 'executive')",
      [tenantId, user],
    );
    const people = await trace({ permission: "document.read" }, begin, await nextMoment());
    expect(people.find(({ id }) => id === user)?.stretches).toMatchObject([
      { ways: [{ rule: { name: "Apart" }, reason: { path: [{ id: "user" }] } }] },
    ]);
  });
});

describe("the question", () => {
  it("is answered page by page, by name", async () => {
    const begin = await nextMoment();
    await factory.query(
      "INSERT INTO role_assignments (tenant_id, user_id, role) SELECT $1, unnest($2::uuid[]), 'user'",
      [tenantId, users],
    );
    const question = { permission: "document.read", from: begin, to: await nextMoment() };
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await traceAccess(grant, question, { limit: 3, cursor });
      expect(page.total).toBe(4);
      names.push(...page.rows.map(({ name }) => name));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(names).toEqual([admin.name, "Person 0", "Person 1", "Person 2"]);
  });

  it("ends now, and is refused when it is about what is still to come", async () => {
    const hour = 3_600_000;
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    const question = { permission: "document.read", from: at(-hour), to: at(hour) };
    const page = await traceAccess(grant, question, { limit: 5 });
    expect(Date.parse(page.to)).toBeLessThanOrEqual(Date.now());
    expect(page.rows[0]?.stretches).toMatchObject([{ began: true, ended: false, to: page.to }]);
    const later = { ...question, from: at(hour), to: at(2 * hour) };
    await expect(traceAccess(grant, later, { limit: 5 })).rejects.toThrow("still to come");
    const damaged = traceAccess(grant, question, { limit: 5, cursor: "-1" });
    await expect(damaged).rejects.toThrow("damaged");
  });

  it("finds nobody for what no product has registered, or before anybody was there", async () => {
    const times = { from: "2020-01-01T00:00:00Z", to: new Date().toISOString() };
    const limit = { limit: 5 };
    expect((await traceAccess(grant, { permission: "made.up", ...times }, limit)).rows).toEqual([]);
    const early = { permission: "document.read", ...times, to: "2020-02-01T00:00:00Z" };
    expect((await traceAccess(grant, early, limit)).rows).toEqual([]);
  });
});
