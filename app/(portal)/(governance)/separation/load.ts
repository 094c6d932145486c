import type { RoleChoice } from "#components/access/role-options.ts";
import { listRoles } from "#lib/access/roles/queries";
import type { PermissionId } from "#lib/authz/catalogue/permissions";
import type { Actor } from "#lib/authz/guard/actor";
import type { Grant } from "#lib/authz/guard/grant";
import { requirePermission } from "#lib/authz/guard/grant";
import { listSodExceptions, listSodRules } from "#lib/governance/separation/queries";
import type { SodExceptionRow } from "#lib/governance/separation/schema";
import { type ShownRule, shownRules } from "./shown-rules.ts";

type Loaded = { rules: ShownRule[]; exceptions: SodExceptionRow[]; waitingCount: number };

export async function loadSeparation(grant: Grant<"sod.read">): Promise<Loaded> {
  const [rules, exceptions] = await Promise.all([listSodRules(grant), listSodExceptions(grant)]);
  const waitingCount = exceptions.filter(({ state }) => state === "asked").length;
  return { rules: shownRules(rules, exceptions), exceptions, waitingCount };
}

/** Roles to make rules of; none for who may not make any. */
export async function loadRoleChoices(actor: Actor): Promise<RoleChoice[]> {
  if (!actor.permissions.has("sod.update")) return [];
  const roles = await listRoles(await requirePermission(actor, "role.read"));
  return roles.map(({ id, name, description }) => ({ id, name, description }));
}

/** What the reader may do and open here; the server checks each again. */
export type Rights = {
  id: string;
  canUpdate: boolean;
  canAsk: boolean;
  canApprove: boolean;
  seesPeople: boolean;
};

export function rightsOf({ id, permissions }: Actor): Rights {
  const has = (permission: PermissionId) => permissions.has(permission);
  return {
    id,
    canUpdate: has("sod.update"),
    canAsk: has("sod_exception.create"),
    canApprove: has("sod_exception.approve"),
    seesPeople: has("user.read"),
  };
}
