import { notFound } from "next/navigation";
import { cache } from "react";
import { getRole } from "#lib/access/roles/queries";
import type { RoleDetail } from "#lib/access/roles/schema";
import { requirePermission } from "#lib/authz/guard/grant";
import { GatehouseError } from "#lib/core/errors";
import { requireActor } from "../../../actor.tsx";

/** The ids that roles have: anything else in an address was typed or cut short. */
const roleId = /^[\w-]{1,64}$/;

/** The role of an address, once per request; "not found" when there is none. */
export const loadRole = cache(async (id: string): Promise<RoleDetail> => {
  if (!roleId.test(id)) notFound();
  const grant = await requirePermission(await requireActor(), "role.read");
  try {
    return await getRole(grant, id);
  } catch (error) {
    if (error instanceof GatehouseError && error.code === "not_found") notFound();
    throw error;
  }
});

/** The title of a role's pages; says nothing to those who may not see the role. */
export async function roleTitle(id: string): Promise<string> {
  const actor = await requireActor();
  return actor.permissions.has("role.read") ? (await loadRole(id)).name : "Role";
}
