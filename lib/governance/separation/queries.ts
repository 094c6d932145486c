import { builtInRoles, isBuiltInRole } from "../../authz/catalogue/roles.ts";
import { compilePolicy } from "../../authz/engine/policy.ts";
import type { Grant } from "../../authz/guard/grant.ts";
import { readPolicyFacts } from "../../authz/store/read-facts.ts";
import { byName } from "../../core/by-name.ts";
import { sqlOf, withTenant } from "../../platform/db.ts";
import { namesOfBreaking, readConflicts } from "./conflicts.ts";
import { type About, readNeeds } from "./need.ts";
import type { ExceptionNeed, SodExceptionRow, SodKind, SodRuleRow } from "./schema.ts";

/** Every separation of duty of the tenant and who conflicts with it now, by name. */
export function listSodRules({ tenantId }: Grant<"sod.read">): Promise<SodRuleRow[]> {
  return withTenant(tenantId, async (tx) => {
    const sql = sqlOf(tx);
    const policy = compilePolicy(await readPolicyFacts(sql, tenantId));
    const conflicts = await readConflicts(sql, tenantId, policy);
    const breaking = namesOfBreaking(policy);
    const rules = await tx.sodRule.findMany({
      where: { tenantId },
      include: {
        roles: { include: { role: { select: { id: true, name: true } } } },
        permissions: { select: { permission: true }, orderBy: { permission: "asc" } },
      },
    });
    return rules
      .map(({ id, name, description, kind, roleLimit, roles, permissions, updatedAt }) => ({
        id,
        name,
        description,
        kind: kind as SodKind,
        limit: roleLimit,
        roles: roles.map(({ role }) =>
          isBuiltInRole(role.id) ? { ...role, name: builtInRoles[role.id].name } : role,
        ),
        permissions: permissions.map(({ permission }) => permission),
        breakingRoles: breaking.get(id) ?? [],
        people: conflicts.get(id) ?? [],
        updatedAt: updatedAt.toISOString(),
      }))
      .sort(byName);
  });
}

/** Exceptions that are closed and still listed. */
const CLOSED_LISTED = 100;

/** Exceptions: those that wait and those in force, then the latest of the others. */
export async function listSodExceptions({
  tenantId,
}: Grant<"sod.read">): Promise<SodExceptionRow[]> {
  const include = {
    rule: { select: { id: true, name: true } },
    user: { select: { id: true, name: true } },
  };
  const now = new Date();
  const isCurrent = { state: { in: ["asked", "approved"] }, endsAt: { gt: now } };
  const { exceptions, needs } = await withTenant(tenantId, async (tx) => {
    const current = await tx.sodException.findMany({
      where: { tenantId, ...isCurrent },
      include,
      orderBy: [{ state: "desc" }, { endsAt: "asc" }],
    });
    const closed = await tx.sodException.findMany({
      where: { tenantId, NOT: isCurrent },
      include,
      orderBy: { askedAt: "desc" },
      take: CLOSED_LISTED,
    });
    return {
      exceptions: [...current, ...closed],
      needs: await readNeeds(sqlOf(tx), tenantId, current),
    };
  });
  return exceptions.map((each, index) => ({
    id: each.id,
    rule: each.rule,
    person: each.user,
    reason: each.reason,
    state:
      each.endsAt <= now && each.state !== "refused"
        ? "ended"
        : (each.state as SodExceptionRow["state"]),
    endsAt: each.endsAt.toISOString(),
    askedBy: { id: each.askedBy, name: each.askedByName },
    askedAt: each.askedAt.toISOString(),
    decidedBy: each.decidedBy ? { id: each.decidedBy, name: each.decidedByName ?? "" } : null,
    decidedAt: each.decidedAt?.toISOString() ?? null,
    need: needs[index] ?? null,
  }));
}

/** For what an exception would be needed. */
export async function getExceptionNeed(
  { tenantId }: Grant<"sod.read">,
  about: About,
): Promise<ExceptionNeed> {
  const [need] = await withTenant(tenantId, (tx) => readNeeds(sqlOf(tx), tenantId, [about]));
  return need ?? { by: "nothing" };
}
