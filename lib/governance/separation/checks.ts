import type { Policy } from "../../authz/engine/policy.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { GatehouseError } from "../../core/errors.ts";
import type { TenantTx } from "../../platform/db.ts";
import { findSameName } from "../../platform/free-name.ts";

/** Two people are behind every exception, so neither can be a program. */
export function requirePerson(actor: Actor): void {
  if (actor.kind === "user") return;
  throw new GatehouseError("permission_denied", "Only people can ask for exceptions and decide.");
}

export async function setState(
  tx: TenantTx,
  tenantId: string,
  id: string,
  data: { state: string; decidedBy?: string; decidedByName?: string; decidedAt?: Date },
): Promise<void> {
  await tx.sodException.update({ where: { tenantId_id: { tenantId, id } }, data });
}

/** @throws GatehouseError not_found, or conflict when it is no longer in this state. */
export async function requireException(
  tx: TenantTx,
  tenantId: string,
  id: string,
  state: "asked" | "approved",
) {
  const found = await tx.sodException.findUnique({
    where: { tenantId_id: { tenantId, id } },
    include: { rule: { select: { id: true, name: true } }, user: { select: { name: true } } },
  });
  if (!found) throw new GatehouseError("not_found", "There is no such exception.");
  if (found.state !== state || found.endsAt <= new Date()) {
    const message = "Somebody has decided or ended this meanwhile, or its time is over.";
    throw new GatehouseError("conflict", message);
  }
  const { rule, user, userId, askedBy, endsAt } = found;
  return { id, rule, person: user.name, userId, askedBy, endsAt: endsAt.toISOString() };
}

export async function requireRule(tx: TenantTx, tenantId: string, id: string) {
  const found = await tx.sodRule.findUnique({
    where: { tenantId_id: { tenantId, id } },
    include: {
      roles: { select: { roleId: true } },
      permissions: { select: { permission: true } },
    },
  });
  if (!found) throw new GatehouseError("not_found", "There is no such separation of duty.");
  return found;
}

type Found = Awaited<ReturnType<typeof requireRule>>;

export function wordsOf({ name, description, kind, roleLimit, ...found }: Found) {
  const roles = found.roles.map(({ roleId }) => roleId);
  const permissions = found.permissions.map(({ permission }) => permission);
  return { name, description, kind, limit: roleLimit, roles, permissions };
}

export async function requireFreeName(
  tx: TenantTx,
  tenantId: string,
  name: string,
  exceptId?: string,
): Promise<void> {
  const taken = await findSameName(tx, "sod_rules", tenantId, name, exceptId);
  if (taken === null) return;
  const message = `There is a separation of duty called ${taken} already.`;
  throw new GatehouseError("conflict", message, { name: [message] });
}

/**
 * Makes a rule name these roles and permissions and no others.
 * @throws GatehouseError invalid_input when the tenant has no such role or permission.
 */
export async function setMembers(
  tx: TenantTx,
  { tenantId, ruleId }: { tenantId: string; ruleId: string },
  { roles, permissions }: { roles: readonly string[]; permissions: readonly string[] },
  { space }: Policy,
): Promise<void> {
  const where = { tenantId, ruleId };
  const known = await tx.role.count({ where: { tenantId, id: { in: [...roles] } } });
  if (known < roles.length) throw gone("roles", "roles");
  if (permissions.some((id) => space.indexOf(id) === undefined)) {
    throw gone("permissions", "permissions");
  }
  await tx.sodRuleRole.deleteMany({ where });
  await tx.sodRuleRole.createMany({ data: roles.map((roleId) => ({ ...where, roleId })) });
  await tx.sodRulePermission.deleteMany({ where });
  await tx.sodRulePermission.createMany({
    data: permissions.map((permission) => ({ ...where, permission })),
  });
}

function gone(field: string, what: string): GatehouseError {
  const message = `One of these ${what} is gone. Load the page again.`;
  return new GatehouseError("invalid_input", message, { [field]: [message] });
}
