import { notFound } from "next/navigation";
import { cache } from "react";
import { requirePermission } from "#lib/authz/guard/grant";
import { GatehouseError } from "#lib/core/errors";
import { getUser } from "#lib/identity/users/queries";
import type { UserDetail } from "#lib/identity/users/schema";
import { isUuid } from "#lib/platform/db";
import { requireActor } from "../../../../actor.tsx";

/** The person of an address, once per request; "not found" when there is none. */
export const loadUser = cache(async (id: string): Promise<UserDetail> => {
  if (!isUuid(id)) notFound();
  const grant = await requirePermission(await requireActor(), "user.read");
  try {
    return await getUser(grant, id);
  } catch (error) {
    if (error instanceof GatehouseError && error.code === "not_found") notFound();
    throw error;
  }
});

/** The title of a person's page; says nothing to those who may not see people. */
export async function userTitle(id: string): Promise<string> {
  const actor = await requireActor();
  return actor.permissions.has("user.read") ? (await loadUser(id)).name : "Person";
}
