import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { assignRole } from "../../../lib/access/assignments/service.ts";
import { requirePermission } from "../../../lib/authz/guard/grant.ts";
import {
  countUserFacets,
  getUser,
  listOwnRoles,
  searchUsers,
} from "../../../lib/identity/users/queries.ts";
import {
  createUser,
  disableUser,
  enableUser,
  updateUser,
} from "../../../lib/identity/users/service.ts";
import { a, b, factory, makeRole, notFound, type Probes } from "../wall.ts";

export const users: Probes = {
  "identity/users/queries.searchUsers": async () => {
    const grantA = await requirePermission(a, "user.read");
    const grantB = await requirePermission(b, "user.read");
    await factory.createUser(b.tenantId);
    const pageB = await searchUsers(grantB, {}, { limit: 1 });
    expect(pageB.nextCursor).not.toBeNull();
    for (const cursor of [undefined, pageB.nextCursor ?? undefined]) {
      const { rows } = await searchUsers(grantA, {}, { limit: 200, cursor });
      expect(rows.map((row) => row.id)).not.toContain(b.id);
    }
    expect((await searchUsers(grantA, { text: b.email ?? "" }, { limit: 9 })).rows).toEqual([]);
  },
  "identity/users/queries.getUser": async () => {
    const grant = await requirePermission(a, "user.read");
    await expect(getUser(grant, b.id)).rejects.toThrow("no such person");
  },
  "identity/users/queries.countUserFacets": async () => {
    const roleId = await makeRole(b);
    await assignRole(b, { roleId, userId: b.id });
    const facets = await countUserFacets(await requirePermission(a, "user.read"));
    expect(facets.role.map(({ value }) => value)).not.toContain(roleId);
  },
  "identity/users/queries.listOwnRoles": async () => {
    await assignRole(b, { roleId: await makeRole(b), userId: b.id });
    expect(await listOwnRoles({ ...a, id: b.id })).toEqual([]);
  },
  "identity/users/service.createUser": async () => {
    const roleOfB = await makeRole(b);
    const input = { name: "Wall", email: `${randomUUID()}@example.com` };
    const forged = await createUser(a, { ...input, roleIds: [roleOfB] });
    expect(forged).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    const made = await createUser(a, input);
    const rows = await factory.query("SELECT tenant_id FROM users WHERE email = $1", [input.email]);
    expect([made.ok, rows]).toEqual([true, [{ tenant_id: a.tenantId }]]);
  },
  "identity/users/service.updateUser": async () => {
    const input = { userId: b.id, name: "Taken", externalId: null, attributes: {} };
    expect(await updateUser(a, input)).toMatchObject(notFound);
  },
  "identity/users/service.disableUser": async () => {
    expect(await disableUser(a, { userId: b.id })).toMatchObject(notFound);
  },
  "identity/users/service.enableUser": async () => {
    expect(await enableUser(a, { userId: b.id })).toMatchObject(notFound);
  },
};
