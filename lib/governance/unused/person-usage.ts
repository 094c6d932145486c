import { isInForce } from "../../authz/engine/access.ts";
import { keyOf } from "../../authz/engine/decision-table.ts";
import type { Explainer } from "../../authz/engine/explain.ts";
import { explainOwn } from "../../authz/engine/explain-own.ts";
import type { PrincipalFacts } from "../../authz/engine/facts.ts";
import { isModule } from "../../authz/engine/permissions-of-role.ts";
import { hasBit } from "../../core/bits.ts";
import { neededFor } from "./propose.ts";
import type { Use } from "./read-uses.ts";
import type { HeldUsage } from "./schema.ts";

type Used = { uses: readonly Use[] /** In milliseconds since 1970. */; since: number };

/** What a person may do by roles, and by which of them, with its last use. */
export function usageByRole(explainer: Explainer, { uses, since }: Used): HeldUsage[] {
  const { access, policy } = explainer;
  const byRole = uses.filter(({ basis }) => basis !== "grant");
  const byPermission = Map.groupBy(byRole, ({ permission }) => permission);
  const recent = byRole.filter(({ lastAt }) => lastAt >= since);
  const needed = neededFor(
    policy.space,
    recent.map(({ permission }) => permission),
  );
  return policy.space.ids.flatMap((permission, index): HeldUsage[] => {
    if (isModule(permission) || !(hasBit(access.allow, index) || hasBit(access.own, index))) {
      return [];
    }
    const { allowed, allows, ownOnly } = explainOwn(explainer, permission);
    if (!allowed) return [];
    const first = allows.flatMap((each) => (each.kind === "role" ? each.path.slice(0, 1) : []));
    return [
      {
        permission,
        reach: ownOnly ? "own" : "everywhere",
        roles: [...new Map(first.map((role) => [role.id, role])).values()],
        ...summed(byPermission.get(permission) ?? []),
        isNeeded: needed.has(permission),
      },
    ];
  });
}

/** What a person may do by grants on single resources and types, with its last use. */
export function usageByGrant(
  { policy: { space } }: Explainer,
  { grants }: PrincipalFacts,
  { uses, since }: Used,
  at: number,
): HeldUsage[] {
  const byGrant = uses.filter(({ basis }) => basis === "grant");
  return grants
    .filter((grant) => grant.effect === "allow" && isInForce(grant, at))
    .map(({ permission, resourceType, resourceId }): HeldUsage => {
      const given = space.allowedWith(permission);
      const on = byGrant.filter(
        (use) =>
          use.resourceType === resourceType &&
          use.resourceId === (resourceId ?? "") &&
          hasBit(given, space.indexOf(use.permission) ?? -1),
      );
      return {
        permission,
        reach: `on ${keyOf(resourceType, resourceId)}`,
        roles: [],
        ...summed(on),
        isNeeded: on.some(({ lastAt }) => lastAt >= since),
      };
    });
}

function summed(uses: readonly Use[]): Pick<HeldUsage, "lastUsedAt" | "count"> {
  const count = uses.reduce((sum, use) => sum + use.count, 0);
  if (uses.length === 0) return { lastUsedAt: null, count };
  const last = Math.max(...uses.map(({ lastAt }) => lastAt));
  return { lastUsedAt: new Date(last).toISOString(), count };
}
