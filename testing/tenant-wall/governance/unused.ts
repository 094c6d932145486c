import { expect } from "vitest";
import type { Actor } from "../../../lib/authz/guard/actor.ts";
import { requirePermission } from "../../../lib/authz/guard/grant.ts";
import {
  countPersonUses,
  getPersonUsage,
  getRoleUsage,
  listRoleUsage,
  replayRole,
} from "../../../lib/governance/unused/queries.ts";
import { a, b, factory, makeRole, type Probes } from "../wall.ts";

export const unused: Probes = {
  "governance/unused/queries.listRoleUsage": async () => {
    const roleId = await makeRole(b);
    const rows = async (actor: Actor) =>
      (await listRoleUsage(await requirePermission(actor, "access_usage.read"), 30)).rows;
    expect((await rows(b)).map(({ id }) => id)).toContain(roleId);
    expect((await rows(a)).map(({ id }) => id)).not.toContain(roleId);
  },
  "governance/unused/queries.getRoleUsage": async () => {
    const roleId = await makeRole(b);
    const grant = await requirePermission(a, "access_usage.read");
    await expect(getRoleUsage(grant, roleId, 30)).rejects.toThrow("no such role");
  },
  "governance/unused/queries.getPersonUsage": async () => {
    const grant = await requirePermission(a, "access_usage.read");
    await expect(getPersonUsage(grant, b.id, 30)).rejects.toThrow("no such active person");
  },
  "governance/unused/queries.countPersonUses": async () => {
    await factory.query(
      `INSERT INTO permission_uses (tenant_id, user_id, permission, day, basis, count, last_at)
       VALUES ($1, $2, 'wall.tested', now(), 'everywhere', 1, now())`,
      [b.tenantId, b.id],
    );
    const grant = await requirePermission(a, "access_usage.read");
    const nothing = { userId: b.id, usedCount: 0, lastUsedAt: null };
    expect(await countPersonUses(grant, [b.id], 30)).toEqual([nothing]);
  },
  "governance/unused/queries.replayRole": async () => {
    const roleId = await makeRole(b);
    const grant = await requirePermission(a, "access_usage.read");
    const asked = { roleId, days: 30 as const, entries: [] };
    await expect(replayRole(grant, asked)).rejects.toThrow("no such role");
  },
};
