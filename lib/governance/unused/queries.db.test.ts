import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { assignRole } from "../../access/assignments/service.ts";
import { createRole, updateRole } from "../../access/roles/service.ts";
import type { PermissionId } from "../../authz/catalogue/permissions.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import type { Grant } from "../../authz/guard/grant.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { addMembers, assignGroupRole, createGroup } from "../../identity/groups/service.ts";
import { invalidateTags } from "../../platform/cache.ts";
import {
  countPersonUses,
  getPersonUsage,
  getRoleUsage,
  listRoleUsage,
  replayRole,
} from "./queries.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;
let ada: Actor;
let bo: Actor;
let grant: Grant<"access_usage.read">;
let parent: string;
let role: string;

beforeEach(async () => {
  const tenantId = await factory.createTenant();
  admin = await factory.createActor(tenantId);
  ada = await factory.createActor(tenantId, []);
  bo = await factory.createActor(tenantId, []);
  grant = await requirePermission(admin, "access_usage.read");
  parent = await made("Reader", ["report.read"]);
  role = await made("Editor", ["document.delete", "order.cancel"], [parent]);
  dataOf(await assignRole(admin, { roleId: role, userId: ada.id }));
  const group = dataOf(await createGroup(admin, { name: "G", description: "", rule: null }));
  dataOf(await addMembers(admin, { ...group, userIds: [bo.id] }));
  dataOf(await assignGroupRole(admin, { ...group, roleId: role }));
  await ageRoles(400);
});

/** Makes everything about roles as old as this, but the uses. */
async function ageRoles(days: number): Promise<void> {
  for (const [table, column] of [
    ["role_assignments", "assigned_at"],
    ["group_roles", "assigned_at"],
    ["group_members", "added_at"],
    ["roles", "updated_at"],
  ]) {
    await factory.query(
      `UPDATE ${table} SET ${column} = now() - make_interval(days => $2) WHERE tenant_id = $1`,
      [admin.tenantId, days],
    );
  }
}

async function made(name: string, permissions: PermissionId[], parents: string[] = []) {
  const entries = permissions.map((permission) => ({ permission }));
  return dataOf(await createRole(admin, { name, entries, parents })).roleId;
}

async function used(
  who: Actor,
  permission: PermissionId,
  daysAgo: number,
  more: { basis?: string; type?: string; id?: string; count?: number } = {},
): Promise<void> {
  const { basis = "everywhere", type = "", id = "", count = 3 } = more;
  await factory.query(
    `INSERT INTO permission_uses (tenant_id, user_id, permission, day, basis, resource_type,
       resource_id, count, last_at)
     SELECT $1, $2, $3, moment::date, $5, $6, $7, $8, moment
     FROM (SELECT now() - make_interval(days => $4) AS moment) m`,
    [admin.tenantId, who.id, permission, daysAgo, basis, type, id, count],
  );
}

const entry = (permission: string) => ({ permission, effect: "allow" as const, ownOnly: false });

describe("the use of a role", () => {
  it("counts what any of its people used, directly, through a group or by a role above", async () => {
    await used(ada, "order.cancel", 3);
    await used(bo, "report.read", 3);
    await used(admin, "document.delete", 3);
    await used(admin, "role.read", 100);
    const { rows, recordedSince } = await listRoleUsage(grant, 30);
    expect(rows.find(({ id }) => id === role)).toMatchObject({
      reachedCount: 2,
      permissionCount: 5,
      unusedCount: 2,
    });
    expect(rows.find(({ id }) => id === parent)).toMatchObject({ reachedCount: 2, unusedCount: 0 });
    expect(recordedSince).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  it("says of each permission when it was last used, by how many, and which role says it", async () => {
    await used(ada, "document.read", 2);
    await used(bo, "document.read", 60);
    await used(bo, "order.cancel", 60);
    const month = await getRoleUsage(grant, role, 30);
    const of = (permission: string) =>
      month.permissions.find((each) => each.permission === permission);
    expect(of("document.read")).toMatchObject({ peopleCount: 1, from: { name: "Editor" } });
    expect(of("report.read")).toMatchObject({ isNeeded: false, from: { name: "Reader" } });
    expect(of("order.cancel")).toMatchObject({ peopleCount: 0 });
    expect(of("order.cancel")?.lastUsedAt).not.toBeNull();
    expect(of("document.delete")).toMatchObject({ peopleCount: 0, lastUsedAt: null });
    expect(month.proposal).toEqual([entry("document.read")]);
    const quarter = await getRoleUsage(grant, role, 90);
    expect(quarter.proposal.map(({ permission }) => permission)).toEqual([
      "document.read",
      "order.cancel",
    ]);
  });

  it("cannot be told while nobody has had the role for long, or it was only just changed", async () => {
    await used(ada, "order.cancel", 200);
    const observed = async () => {
      await invalidateTags(admin.tenantId, ["access"]);
      const { rows } = await listRoleUsage(grant, 90);
      const detail = await getRoleUsage(grant, role, 90);
      const row = rows.find(({ id }) => id === role);
      expect(row?.observed).toEqual(detail.observed);
      const isOffered = detail.proposal.length < detail.entries.length;
      expect(isOffered).toBe(detail.observed?.isEnough);
      expect(row?.unusedCount === null).toBe(!isOffered);
      return isOffered;
    };
    const daysAgo = (table: string, column: string, days: number) =>
      factory.query(
        `UPDATE ${table} SET ${column} = now() - make_interval(days => $2) WHERE tenant_id = $1`,
        [admin.tenantId, days],
      );
    expect(await observed()).toBe(true);
    // Ada has had it for a year, Bo since today: what Ada never used can be told.
    await daysAgo("group_members", "added_at", 0);
    expect(await observed()).toBe(true);
    await daysAgo("role_assignments", "assigned_at", 29);
    expect(await observed()).toBe(false);
    await daysAgo("role_assignments", "assigned_at", 31);
    expect(await observed()).toBe(true);
    // Its parent was changed: what it gives since then is new.
    await factory.query("UPDATE roles SET updated_at = now() WHERE tenant_id = $1 AND id = $2", [
      admin.tenantId,
      parent,
    ]);
    expect(await observed()).toBe(false);
  });

  it("cannot be told while uses are recorded only since today", async () => {
    await used(ada, "order.cancel", 0);
    const { observed, proposal, entries } = await getRoleUsage(grant, role, 90);
    expect(observed?.isEnough).toBe(false);
    expect(proposal).toEqual(entries);
  });

  it("is not what somebody did by a grant", async () => {
    await used(admin, "role.read", 100);
    await used(ada, "document.delete", 1, { basis: "grant", type: "project", id: "p1" });
    expect((await getRoleUsage(grant, role, 30)).proposal).toEqual([]);
  });

  it("is nothing at all where nothing was recorded, and says so", async () => {
    const { recordedSince, permissions } = await getRoleUsage(grant, role, 30);
    expect(recordedSince).toBeNull();
    expect(permissions.every(({ lastUsedAt }) => lastUsedAt === null)).toBe(true);
    await expect(getRoleUsage(grant, randomUUID(), 30)).rejects.toThrow("There is no such role.");
  });

  it("can be asked of a person: what was used last comes last", async () => {
    await used(ada, "document.read", 2, { count: 7 });
    await used(ada, "document.update", 1, { basis: "grant", type: "project", id: "p1" });
    await factory.query(
      `INSERT INTO resource_grants (tenant_id, user_id, permission, resource_type, resource_id)
       VALUES ($1, $2, 'document.update', 'project', 'p1'), ($1, $2, 'document.read', 'order', NULL)`,
      [admin.tenantId, ada.id],
    );
    const { name, rows } = await getPersonUsage(grant, ada.id, 30);
    expect(name).toBe(ada.name);
    expect(
      new Set(rows.slice(0, 5).map(({ permission, reach }) => `${permission} ${reach}`)),
    ).toEqual(
      new Set([
        "document.delete everywhere",
        "report.read everywhere",
        "order.read everywhere",
        "order.cancel everywhere",
        "document.read on order",
      ]),
    );
    expect(rows.find(({ permission }) => permission === "document.delete")).toMatchObject({
      lastUsedAt: null,
      isNeeded: false,
      roles: [{ name: "Editor" }],
    });
    expect(rows.slice(5)).toMatchObject([
      { permission: "document.read", reach: "everywhere", count: 7, isNeeded: true },
      { permission: "document.update", reach: "on project/p1", count: 3, isNeeded: true },
    ]);
  });
});

describe("how much people use", () => {
  it("is counted for each of them, in the order asked", async () => {
    await used(ada, "document.read", 2);
    await used(ada, "report.read", 60);
    await used(ada, "order.read", 1, { basis: "grant", type: "project", id: "p1" });
    expect(await countPersonUses(grant, [bo.id, ada.id], 30)).toMatchObject([
      { userId: bo.id, usedCount: 0, lastUsedAt: null },
      { userId: ada.id, usedCount: 2 },
    ]);
  });
});

describe("a replay", () => {
  it("denies nothing with the proposal, and names whom anything smaller would stop", async () => {
    await used(ada, "order.cancel", 3, { count: 5 });
    await used(bo, "report.read", 3, { count: 2 });
    const { proposal: entries } = await getRoleUsage(grant, role, 30);
    expect(await replayRole(grant, { roleId: role, days: 30, entries })).toEqual({
      decisions: 7,
      peopleCount: 2,
      deniedDecisions: 0,
      denials: [],
      moreDenials: 0,
    });
    expect(await replayRole(grant, { roleId: role, days: 30, entries: [] })).toMatchObject({
      decisions: 7,
      deniedDecisions: 5,
      denials: [{ person: { id: ada.id }, permission: "order.cancel", count: 5, on: null }],
    });
    expect(await replayRole(grant, { roleId: parent, days: 30, entries: [] })).toMatchObject({
      deniedDecisions: 2,
      denials: [{ person: { id: bo.id }, permission: "report.read" }],
    });
  });

  it("does not count what is denied already, nor what a grant or another role allows", async () => {
    await used(ada, "invoice.refund", 3);
    await used(ada, "order.cancel", 3);
    await used(bo, "document.update", 3, { basis: "grant", type: "project", id: "p1" });
    await factory.query(
      `INSERT INTO resource_grants (tenant_id, user_id, permission, resource_type, resource_id)
       VALUES ($1, $2, 'document.update', 'project', 'p1')`,
      [admin.tenantId, bo.id],
    );
    const other = await made("Canceller", ["order.cancel"]);
    dataOf(await assignRole(admin, { roleId: other, userId: ada.id }));
    const smaller = await replayRole(grant, { roleId: role, days: 30, entries: [] });
    expect(smaller).toMatchObject({ decisions: 9, deniedDecisions: 0 });
  });

  it("asks of what one owns on something that one owns", async () => {
    const own = [{ permission: "order.cancel", effect: "allow" as const, ownOnly: true }];
    await used(ada, "order.cancel", 3, { basis: "own" });
    const smaller = await replayRole(grant, { roleId: role, days: 30, entries: own });
    expect(smaller.deniedDecisions).toBe(0);
    await used(bo, "order.cancel", 3);
    const stopped = await replayRole(grant, { roleId: role, days: 30, entries: own });
    expect(stopped).toMatchObject({ denials: [{ person: { id: bo.id } }] });
  });

  it("comes out after the change as it said before", async () => {
    await used(ada, "order.cancel", 3);
    const before = await getRoleUsage(grant, role, 30);
    const { name, description, proposal: entries, parents, updatedAt: basedOn } = before;
    const applied = await updateRole(admin, {
      roleId: role,
      name,
      description,
      entries,
      parents: parents.map(({ id }) => id),
      basedOn,
    });
    expect(applied).toMatchObject({ ok: true });
    const after = await getRoleUsage(grant, role, 30);
    expect(after.entries).toEqual(entries);
    expect(after.proposal).toEqual(entries);
  });
});
