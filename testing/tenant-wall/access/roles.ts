import { expect } from "vitest";
import { assignRole } from "../../../lib/access/assignments/service.ts";
import {
  countHolders,
  getRole,
  listIdleHolders,
  listPermissions,
  listRoles,
  searchHolders,
} from "../../../lib/access/roles/queries.ts";
import { deleteRole, updateRole } from "../../../lib/access/roles/service.ts";
import type { Actor } from "../../../lib/authz/guard/actor.ts";
import { requirePermission } from "../../../lib/authz/guard/grant.ts";
import { dataOf } from "../../data-of.ts";
import { a, b, factory, makeRole, notFound, type Probes } from "../wall.ts";

export const roles: Probes = {
  "access/roles/queries.listRoles": async () => {
    const roleId = await makeRole(b);
    const roles = await listRoles(await requirePermission(a, "role.read"));
    expect(roles.map((role) => role.id)).not.toContain(roleId);
  },
  "access/roles/queries.countHolders": async () => {
    const roleId = await makeRole(b);
    dataOf(await assignRole(b, { roleId, userId: b.id }));
    const countOf = async (actor: Actor) => {
      const counts = await countHolders(await requirePermission(actor, "role.read"));
      return [counts.get("tenant_admin"), counts.get(roleId)];
    };
    expect([await countOf(b), await countOf(a)]).toEqual([
      [1, 1],
      [1, undefined],
    ]);
  },
  "access/roles/queries.getRole": async () => {
    const roleId = await makeRole(b);
    const grant = await requirePermission(a, "role.read");
    await expect(getRole(grant, roleId)).rejects.toThrow("no such role");
  },
  "access/roles/queries.listPermissions": async () => {
    await factory.query("INSERT INTO resource_actions VALUES ($1, 'todo', 'wall')", [b.tenantId]);
    const idsOf = async (actor: Actor) =>
      (await listPermissions(await requirePermission(actor, "role.read"))).map(({ id }) => id);
    expect(await idsOf(b)).toContain("todo.wall");
    expect(await idsOf(a)).not.toContain("todo.wall");
  },
  "access/roles/queries.searchHolders": async () => {
    const grantA = await requirePermission(a, "user.read");
    const grantB = await requirePermission(b, "user.read");
    await factory.createUser(b.tenantId);
    const admins = { roleId: "tenant_admin" };
    const pageB = await searchHolders(grantB, admins, { limit: 1 });
    expect(pageB.nextCursor).not.toBeNull();
    for (const cursor of [undefined, pageB.nextCursor ?? undefined]) {
      const { rows } = await searchHolders(grantA, admins, { limit: 200, cursor });
      expect(rows.map((row) => row.id)).not.toContain(b.id);
    }
    const text = b.email ?? "";
    expect((await searchHolders(grantA, { ...admins, text }, { limit: 9 })).rows).toEqual([]);
  },
  "access/roles/queries.listIdleHolders": async () => {
    const { id } = await factory.createUser(b.tenantId, { roles: ["manager"] });
    await factory.query("UPDATE users SET status = 'disabled' WHERE id = $1", [id]);
    const countOf = async (actor: Actor) =>
      (await listIdleHolders(await requirePermission(actor, "user.read"), "manager")).count;
    expect([await countOf(b), await countOf(a)]).toEqual([1, 0]);
  },
  "access/roles/service.createRole": async () => {
    const roleId = await makeRole(a);
    const rows = await factory.query("SELECT tenant_id FROM roles WHERE id = $1", [roleId]);
    expect(rows).toEqual([{ tenant_id: a.tenantId }]);
  },
  "access/roles/service.updateRole": async () => {
    const roleId = await makeRole(b);
    const basedOn = new Date().toISOString();
    const input = { roleId, name: "Taken", description: "", entries: [], basedOn };
    expect(await updateRole(a, input)).toMatchObject(notFound);
    await expectRole(roleId);
  },
  "access/roles/service.deleteRole": async () => {
    const roleId = await makeRole(b);
    expect(await deleteRole(a, { roleId })).toMatchObject(notFound);
    await expectRole(roleId);
  },
};

/** Nothing of B's roles has changed. */
async function expectRole(roleId: string, name?: string): Promise<void> {
  const rows = await factory.query<{ name: string }>("SELECT name FROM roles WHERE id = $1", [
    roleId,
  ]);
  expect(rows).toHaveLength(1);
  if (name) expect(rows[0]?.name).toBe(name);
}
