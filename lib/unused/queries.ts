import { accessOfRole } from "../access/access.ts";
import { ACCESS_TAG } from "../access/announce.ts";
import { targetOf } from "../access/decide.ts";
import { explain, explainerOf } from "../access/explain.ts";
import type { PolicyFacts, RoleFact } from "../access/facts.ts";
import {
  compilePolicy,
  descendantsOf,
  entriesOf,
  type Policy,
  parentsOf,
} from "../access/policy.ts";
import { readPeopleFacts, readPolicyFacts } from "../access/read-facts.ts";
import { isBuiltInRole } from "../access/roles.ts";
import { hasBit, listBits } from "../core/bits.ts";
import { GatehouseError } from "../core/errors.ts";
import type { Grant } from "../core/grant.ts";
import { cached } from "../platform/cache.ts";
import { withTenantSnapshot } from "../platform/db.ts";
import { neededFor, propose } from "./propose.ts";
import { readHolders, readRecordedSince, readUses, readUsesByRole, type Use } from "./read-uses.ts";
import type {
  PermissionUsage,
  PersonUsage,
  RoleUsage,
  RoleUsageDetail,
  RoleUsages,
  UsageDays,
} from "./schema.ts";

type UsageGrant = Grant<"access_usage.read">;

/** Every role by how much of it nobody used, the largest part first; up to 15 minutes old. */
export function listRoleUsage({ tenantId }: UsageGrant, days: UsageDays): Promise<RoleUsages> {
  return cached("query", { tenantId, id: `role usage ${days}`, tags: [ACCESS_TAG] }, () =>
    withTenantSnapshot(tenantId, async (sql) => {
      const facts = await readPolicyFacts(sql, tenantId);
      const policy = compilePolicy(facts);
      const roleIds = facts.roles.map(({ id }) => id);
      const { uses, people } = await readUsesByRole(sql, tenantId, roleIds, days);
      const used = Map.groupBy(uses, ({ role }) => role);
      const rows = facts.roles.map((role): RoleUsage => {
        const reaching = [...descendantsOf([role.id], facts.roles)];
        const needed = neededFor(
          policy.space,
          reaching.flatMap((id) => used.get(id)?.map(({ permission }) => permission) ?? []),
        );
        const given = givenBy(policy, role.id);
        return {
          id: role.id,
          name: nameOf(policy, role.id),
          builtIn: isBuiltInRole(role.id),
          peopleCount: new Set(reaching.flatMap((id) => people.get(id) ?? [])).size,
          permissionCount: given.length,
          unusedCount: given.filter((id) => !needed.has(id)).length,
        };
      });
      const share = ({ unusedCount, permissionCount }: RoleUsage) =>
        permissionCount === 0 ? 0 : unusedCount / permissionCount;
      return {
        rows: rows.sort((a, b) => share(b) - share(a) || a.name.localeCompare(b.name)),
        recordedSince: await readRecordedSince(sql, tenantId),
      };
    }),
  );
}

/**
 * A role's permissions by when they were last used, and the role as it would be without the others.
 * @throws GatehouseError not_found
 */
export function getRoleUsage(
  { tenantId }: UsageGrant,
  roleId: string,
  days: UsageDays,
): Promise<RoleUsageDetail> {
  return withTenantSnapshot(tenantId, async (sql) => {
    const facts = await readPolicyFacts(sql, tenantId);
    const role = requireRole(facts, roleId);
    const policy = compilePolicy(facts);
    const holders = await readHolders(sql, tenantId, [...descendantsOf([roleId], facts.roles)]);
    const uses = (await readUses(sql, tenantId, holders, null)).filter(
      ({ basis }) => basis !== "grant",
    );
    const since = Date.now() - days * 86_400_000;
    const byPermission = Map.groupBy(uses, ({ permission }) => permission);
    const recent = new Set(
      uses.filter(({ lastAt }) => lastAt >= since).map(({ permission }) => permission),
    );
    const [row] = await sql<{ description: string; updated_at: Date }>(
      "SELECT description, updated_at FROM roles WHERE tenant_id = $1 AND id = $2",
      [tenantId, roleId],
    );
    const needed = neededFor(policy.space, recent);
    const entries = [...entriesOf(policy.space, role)];
    return {
      id: roleId,
      name: nameOf(policy, roleId),
      description: row?.description ?? "",
      builtIn: isBuiltInRole(roleId),
      parents: parentsOf(role).map((id) => ({ id, name: nameOf(policy, id) })),
      updatedAt: row?.updated_at.toISOString() ?? "",
      peopleCount: holders.length,
      recordedSince: await readRecordedSince(sql, tenantId),
      permissions: givenBy(policy, roleId).map((permission) => ({
        ...usageOf(facts, policy, roleId, permission, byPermission.get(permission) ?? [], since),
        isNeeded: needed.has(permission),
      })),
      entries,
      proposal: propose(policy.space, entries, recent),
    };
  });
}

/** What a person may do everywhere or on what they own, what was not used for longest first. */
export function getPersonUsage({ tenantId }: UsageGrant, userId: string): Promise<PersonUsage[]> {
  return withTenantSnapshot(tenantId, async (sql) => {
    const now = Date.now();
    const facts = (await readPeopleFacts(sql, tenantId, [userId], new Date(now))).get(userId);
    if (!facts) throw new GatehouseError("not_found", "There is no such active person.");
    const policyFacts = await readPolicyFacts(sql, tenantId);
    const explainer = explainerOf(policyFacts, facts, now, "all");
    const { access, policy } = explainer;
    const owner = facts.identifiers[0] ?? null;
    const own = targetOf({ type: "", id: "", owner, ancestors: [] });
    const uses = Map.groupBy(
      await readUses(sql, tenantId, [userId], null),
      ({ permission }) => permission,
    );
    const isUsable = (_: string, index: number) =>
      hasBit(access.allow, index) || hasBit(access.own, index);
    return policy.space.ids
      .filter(isUsable)
      .filter((id) => !isModule(id))
      .map((permission): PersonUsage => {
        const { allows } = explain(explainer, permission, own);
        const roles = new Map(
          allows.flatMap((reason) =>
            reason.kind === "role" && reason.path[0] ? [[reason.path[0].id, reason.path[0]]] : [],
          ),
        );
        const all = uses.get(permission) ?? [];
        return {
          permission,
          ownOnly: !hasBit(access.allow, policy.space.indexOf(permission) ?? -1),
          roles: [...roles.values()],
          lastUsedAt: latest(all),
          count: all.reduce((sum, { count }) => sum + count, 0),
        };
      })
      .sort((a, b) => ((a.lastUsedAt ?? "") < (b.lastUsedAt ?? "") ? -1 : 1));
  });
}

/** Modules are not used by themselves: what lies in them is. */
function isModule(permission: string): boolean {
  return permission.startsWith("module.");
}

function givenBy(policy: Policy, roleId: string): string[] {
  const { allow, own } = accessOfRole(policy, roleId);
  const indexes = new Set([...listBits(allow), ...listBits(own)]);
  return policy.space.ids.filter((id, index) => indexes.has(index) && !isModule(id));
}

function nameOf({ roles }: Policy, id: string): string {
  return roles.get(id)?.held.name ?? id;
}

export function requireRole(facts: PolicyFacts, roleId: string): RoleFact {
  const role = facts.roles.find(({ id }) => id === roleId);
  if (!role) throw new GatehouseError("not_found", "There is no such role.");
  return role;
}

function latest(uses: readonly Use[]): string | null {
  if (uses.length === 0) return null;
  return new Date(Math.max(...uses.map(({ lastAt }) => lastAt))).toISOString();
}

function usageOf(
  facts: PolicyFacts,
  policy: Policy,
  roleId: string,
  permission: string,
  uses: readonly Use[],
  since: number,
): Omit<PermissionUsage, "isNeeded"> {
  const index = policy.space.indexOf(permission) ?? -1;
  const from = nearestSaying(facts, policy, roleId, permission);
  const recent = uses.filter(({ lastAt }) => lastAt >= since);
  return {
    permission,
    ownOnly: !hasBit(accessOfRole(policy, roleId).allow, index),
    from: { id: from, name: nameOf(policy, from) },
    lastUsedAt: latest(uses),
    peopleCount: new Set(recent.map(({ userId }) => userId)).size,
  };
}

/** By the fewest steps up. */
function nearestSaying(
  { roles }: PolicyFacts,
  { space }: Policy,
  roleId: string,
  permission: string,
): string {
  const index = space.indexOf(permission) ?? -1;
  const known = new Map(roles.map((role) => [role.id, role]));
  const seen = new Set([roleId]);
  for (const id of seen) {
    const role = known.get(id);
    if (!role) continue;
    const says = entriesOf(space, role).some(
      ({ effect, permission: said }) =>
        effect === "allow" && hasBit(space.allowedWith(said), index),
    );
    if (says) return id;
    for (const parent of parentsOf(role)) seen.add(parent);
  }
  return roleId;
}
