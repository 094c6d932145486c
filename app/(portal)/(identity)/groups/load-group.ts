import { notFound } from "next/navigation";
import { cache } from "react";
import { requirePermission } from "#lib/authz/guard/grant";
import { GatehouseError } from "#lib/core/errors";
import { getGroup } from "#lib/identity/groups/queries";
import type { GroupRow } from "#lib/identity/groups/schema";
import { isUuid } from "#lib/platform/db";
import { requireActor } from "../../../actor.tsx";

/** The group of an address, once per request; "not found" when there is none. */
export const loadGroup = cache(async (id: string): Promise<GroupRow> => {
  if (!isUuid(id)) notFound();
  const grant = await requirePermission(await requireActor(), "group.read");
  try {
    return await getGroup(grant, id);
  } catch (error) {
    if (error instanceof GatehouseError && error.code === "not_found") notFound();
    throw error;
  }
});

/** The title of a group's pages; says nothing to those who may not see the group. */
export async function groupTitle(id: string): Promise<string> {
  const actor = await requireActor();
  return actor.permissions.has("group.read") ? (await loadGroup(id)).name : "Group";
}
