import { z } from "zod";
import type { RoleChoice } from "#components/access/role-options.ts";
import type { SearchGroup } from "#components/ui/search-select.tsx";
import { listRoles } from "#lib/access/roles/queries";
import type { PermissionId } from "#lib/authz/catalogue/permissions";
import type { Actor } from "#lib/authz/guard/actor";
import type { Grant } from "#lib/authz/guard/grant";
import { requirePermission } from "#lib/authz/guard/grant";
import { GatehouseError } from "#lib/core/errors";
import { listSodExceptions, listSodRules } from "#lib/governance/separation/queries";
import type { SodExceptionRow } from "#lib/governance/separation/schema";
import { getUser } from "#lib/identity/users/queries";
import { loadChoices } from "../../(access)/explain/options.ts";
import type { AskedFor } from "./ask-exception.tsx";
import { type ShownRule, shownRules } from "./shown-rules.ts";

type Loaded = { rules: ShownRule[]; exceptions: SodExceptionRow[]; waitingCount: number };

export async function loadSeparation(grant: Grant<"sod.read">): Promise<Loaded> {
  const [rules, exceptions] = await Promise.all([listSodRules(grant), listSodExceptions(grant)]);
  const waitingCount = exceptions.filter(({ state }) => state === "asked").length;
  return { rules: shownRules(rules, exceptions), exceptions, waitingCount };
}

/** What rules can be made of. */
export type MemberChoices = {
  roles: readonly RoleChoice[];
  permissions: readonly SearchGroup[];
};

/** None for who may not make any rules. */
export async function loadMemberChoices(actor: Actor): Promise<MemberChoices> {
  if (!actor.permissions.has("sod.update")) return { roles: [], permissions: [] };
  const [roles, { groups }] = await Promise.all([
    requirePermission(actor, "role.read").then(listRoles),
    loadChoices(actor),
  ]);
  return {
    roles: roles.map(({ id, name, description }) => ({ id, name, description })),
    permissions: groups,
  };
}

/** What a link to the form for an exception fills in; null when it names no rule or nobody. */
export async function loadAskedFor(
  actor: Actor,
  { ruleId, userId }: { ruleId: string | undefined; userId: string | undefined },
): Promise<AskedFor | null> {
  const isAbout = z.uuid().safeParse(ruleId).success && z.uuid().safeParse(userId).success;
  if (!isAbout || !ruleId || !userId || !actor.permissions.has("sod_exception.create")) return null;
  const grant = await requirePermission(actor, "user.read");
  const person = await getUser(grant, userId).catch((error: unknown) => {
    if (error instanceof GatehouseError && error.code === "not_found") return null;
    throw error;
  });
  return { ruleId, person: person && { id: person.id, name: person.name, email: person.email } };
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
