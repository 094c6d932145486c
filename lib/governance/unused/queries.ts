import { isBuiltInRole } from "../../authz/catalogue/roles.ts";
import { ACCESS_TAG } from "../../authz/change/announce.ts";
import { explainerOf } from "../../authz/engine/explain.ts";
import type { PolicyFacts } from "../../authz/engine/facts.ts";
import {
  compilePolicy,
  descendantsOf,
  entriesOf,
  type Policy,
  parentsOf,
} from "../../authz/engine/policy.ts";
import type { Grant } from "../../authz/guard/grant.ts";
import { readHolders } from "../../authz/store/holders.ts";
import { readPeopleFacts, readPolicyFacts } from "../../authz/store/read-facts.ts";
import { byName } from "../../core/by-name.ts";
import { GatehouseError } from "../../core/errors.ts";
import { cached } from "../../platform/cache.ts";
import { withTenantSnapshot, withTenantSql } from "../../platform/db.ts";
import { observedOf } from "./observed.ts";
import { usageByGrant, usageByRole } from "./person-usage.ts";
import { neededFor, propose } from "./propose.ts";
import {
  readRecordedSince,
  readRoleAges,
  readUses,
  readUsesByPerson,
  readUsesByRole,
  readUsesOfRole,
  type UseByRole,
  type UseOfRole,
} from "./read-uses.ts";
import { replay } from "./replay.ts";
import { givenBy, nameOf, originOf, requireRole } from "./role-permissions.ts";
import type {
  Observed,
  PermissionUsage,
  PersonActivity,
  PersonUsage,
  Replay,
  ReplayInput,
  RoleUsage,
  RoleUsageDetail,
  RoleUsages,
  UsageDays,
} from "./schema.ts";

const DAY_MS = 86_400_000;

type UsageGrant = Grant<"access_usage.read">;

/**
 * Every role by how much of it nobody used, the largest part first, then those of which that cannot be
 * told yet, and those that nobody has last; up to 15 minutes old.
 */
export function listRoleUsage({ tenantId }: UsageGrant, days: UsageDays): Promise<RoleUsages> {
  return cached("query", { tenantId, id: `role usage ${days}`, tags: [ACCESS_TAG] }, () =>
    withTenantSnapshot(tenantId, async (sql) => {
      const facts = await readPolicyFacts(sql, tenantId);
      const policy = compilePolicy(facts);
      const roleIds = facts.roles.map(({ id }) => id);
      const { uses, people } = await readUsesByRole(sql, tenantId, roleIds, days);
      const used = Map.groupBy(uses, ({ role }) => role);
      const ages = await readRoleAges(sql, tenantId, roleIds);
      const recordedSince = await readRecordedSince(sql, tenantId, policy.space.ids);
      const now = Date.now();
      const rows = roleIds.map((id) => {
        const observed = observedOf(id, facts.roles, ages, recordedSince, now);
        return usageOfRole(facts, policy, id, { used, people, observed });
      });
      return {
        rows: rows.sort((a, b) => share(b) - share(a) || byName(a, b)),
        recordedSince,
        asOf: new Date(now).toISOString(),
      };
    }),
  );
}

function usageOfRole(
  { roles }: PolicyFacts,
  policy: Policy,
  id: string,
  known: {
    used: ReadonlyMap<string, readonly UseByRole[]>;
    people: ReadonlyMap<string, readonly string[]>;
    observed: Observed | null;
  },
): RoleUsage {
  const { used, people, observed } = known;
  const reaching = [...descendantsOf([id], roles)];
  const permissions = reaching.flatMap((each) =>
    (used.get(each) ?? []).map(({ permission }) => permission),
  );
  const needed = neededFor(policy.space, permissions);
  const given = givenBy(policy, id);
  return {
    id,
    name: nameOf(policy, id),
    builtIn: isBuiltInRole(id),
    reachedCount: new Set(reaching.flatMap((each) => people.get(each) ?? [])).size,
    permissionCount: given.length,
    observed,
    unusedCount: observed?.isEnough
      ? given.filter((permission) => !needed.has(permission)).length
      : null,
  };
}

function share({ unusedCount, permissionCount, reachedCount }: RoleUsage): number {
  if (reachedCount === 0) return -2;
  if (unusedCount === null) return -1;
  return permissionCount === 0 ? 0 : unusedCount / permissionCount;
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
    const { space } = policy;
    const reached = await readHolders(sql, tenantId, [...descendantsOf([roleId], facts.roles)]);
    const uses = await readUsesOfRole(sql, tenantId, reached, days);
    const recent = uses.filter(({ people }) => people > 0).map(({ permission }) => permission);
    const [row] = await sql<{ description: string; updated_at: Date }>(
      "SELECT description, updated_at FROM roles WHERE tenant_id = $1 AND id = $2",
      [tenantId, roleId],
    );
    const entries = [...entriesOf(space, role)];
    const recordedSince = await readRecordedSince(sql, tenantId, space.ids);
    const roleIds = facts.roles.map(({ id }) => id);
    const ages = await readRoleAges(sql, tenantId, roleIds);
    const observed = observedOf(roleId, facts.roles, ages, recordedSince, Date.now());
    return {
      id: roleId,
      name: nameOf(policy, roleId),
      description: row?.description ?? "",
      builtIn: isBuiltInRole(roleId),
      parents: parentsOf(role).map((id) => ({ id, name: nameOf(policy, id) })),
      updatedAt: row?.updated_at.toISOString() ?? "",
      reachedCount: reached.length,
      recordedSince,
      observed,
      permissions: usageOfPermissions(facts, policy, roleId, uses, neededFor(space, recent)),
      entries,
      proposal: observed?.isEnough ? propose(space, entries, new Set(recent)) : entries,
    };
  });
}

function usageOfPermissions(
  facts: PolicyFacts,
  policy: Policy,
  roleId: string,
  uses: readonly UseOfRole[],
  needed: ReadonlySet<string>,
): PermissionUsage[] {
  const known = new Map(uses.map((use) => [use.permission, use]));
  return givenBy(policy, roleId).map((permission) => {
    const use = known.get(permission);
    return {
      permission,
      ...originOf(facts, policy, roleId, permission),
      lastUsedAt: use ? new Date(use.lastAt).toISOString() : null,
      peopleCount: use?.people ?? 0,
      isNeeded: needed.has(permission),
    };
  });
}

/** How much each of these people uses at all, in the same order. */
export function countPersonUses(
  { tenantId }: UsageGrant,
  userIds: readonly string[],
  days: UsageDays,
): Promise<PersonActivity[]> {
  return withTenantSql(tenantId, async (sql) => {
    const found = await readUsesByPerson(sql, tenantId, userIds, days);
    const known = new Map(found.map((use) => [use.userId, use]));
    return userIds.map((userId) => {
      const use = known.get(userId);
      const lastUsedAt = use ? new Date(use.lastAt).toISOString() : null;
      return { userId, usedCount: use?.permissions ?? 0, lastUsedAt };
    });
  });
}

/**
 * Whatever a person may do: what is not needed first, and of that what was not used for longest.
 * @throws GatehouseError not_found
 */
export function getPersonUsage(
  { tenantId }: UsageGrant,
  userId: string,
  days: UsageDays,
): Promise<PersonUsage> {
  return withTenantSnapshot(tenantId, async (sql) => {
    const now = Date.now();
    const facts = (await readPeopleFacts(sql, tenantId, [userId], new Date(now))).get(userId);
    if (!facts) throw new GatehouseError("not_found", "There is no such active person.");
    const explainer = explainerOf(await readPolicyFacts(sql, tenantId), facts, now, "all");
    const used = {
      uses: await readUses(sql, tenantId, [userId], null),
      since: now - days * DAY_MS,
    };
    const rows = [...usageByRole(explainer, used), ...usageByGrant(explainer, facts, used, now)];
    return {
      name: facts.name,
      rows: rows.sort(
        (a, b) =>
          Number(a.isNeeded) - Number(b.isNeeded) ||
          (a.lastUsedAt ?? "").localeCompare(b.lastUsedAt ?? ""),
      ),
      recordedSince: await readRecordedSince(sql, tenantId, explainer.policy.space.ids),
    };
  });
}

/**
 * Decides again what the people whom a role reaches were allowed in the last days, with the role as
 * it would be. Only what is allowed now and would not be then is a new denial.
 * @throws GatehouseError not_found
 */
export function replayRole({ tenantId }: UsageGrant, input: ReplayInput): Promise<Replay> {
  return withTenantSnapshot(tenantId, async (sql) => {
    const facts = await readPolicyFacts(sql, tenantId);
    requireRole(facts, input.roleId);
    return await replay(sql, tenantId, facts, input);
  });
}
