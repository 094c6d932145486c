import { namesOf } from "../../authz/catalogue/permissions.ts";
import type { Claimed } from "../../authz/change/change-access.ts";
import { reaches } from "../../authz/engine/blast-radius.ts";
import { keyOf } from "../../authz/engine/decision-table.ts";
import { requireManageable } from "../../authz/engine/role-limits.ts";
import { GatehouseError } from "../../core/errors.ts";
import type { TenantTx } from "../../platform/db.ts";
import { findSameName } from "../../platform/free-name.ts";

export type Person = { id: string; name: string; isMember: boolean };
type StoredGroup = Awaited<ReturnType<typeof requireGroup>>;

/**
 * Nobody decides who is in a group that gives or denies what they lack themselves. The blast radius
 * refuses it for the people there are; this also holds for those who come later: a rule that chooses
 * nobody yet, or somebody who is disabled, would give it to them when nobody is looking.
 * @throws GatehouseError permission_denied
 */
export function requireWithin({ access, policy, roles }: Claimed, group: StoredGroup): void {
  for (const { role } of group.roles) requireManageable(access, policy, role, roles);
  for (const { permission, resourceType, resourceId } of group.grants) {
    const reach = `on ${keyOf(resourceType, resourceId)}` as const;
    if (reaches(access, { permission, reach })) continue;
    const message = `${group.name} concerns what you lack yourself: ${namesOf([permission])}.`;
    throw new GatehouseError("permission_denied", message);
  }
}

/** @throws GatehouseError not_found */
export async function requireGroup(tx: TenantTx, tenantId: string, groupId: string) {
  const found = await tx.group.findUnique({
    where: { tenantId_id: { tenantId, id: groupId } },
    include: { roles: true, grants: true, _count: { select: { members: true } } },
  });
  if (!found) throw new GatehouseError("not_found", "There is no such group any more.");
  return found;
}

/** @throws GatehouseError not_found; conflict for a group that chooses its people by a rule. */
export async function requireHandMade(tx: TenantTx, tenantId: string, groupId: string) {
  const group = await requireGroup(tx, tenantId, groupId);
  if (group.rule === null) return group;
  const message = `${group.name} chooses its people by a rule. Change the rule, or the person.`;
  throw new GatehouseError("conflict", message);
}

/** Who is asked about, each once. @throws GatehouseError not_found when somebody does not exist. */
export async function requirePeople(
  tx: TenantTx,
  tenantId: string,
  groupId: string,
  userIds: readonly string[],
): Promise<Person[]> {
  const wanted = [...new Set(userIds)];
  const people = await tx.user.findMany({
    where: { tenantId, id: { in: wanted } },
    select: { id: true, name: true, groups: { where: { groupId } } },
  });
  if (people.length !== wanted.length) {
    throw new GatehouseError("not_found", "Some of these people do not exist.");
  }
  return people.map(({ id, name, groups }) => ({ id, name, isMember: groups.length > 0 }));
}

/** @throws GatehouseError invalid_input when another group has the name, in any case and form. */
export async function requireFreeName(
  tx: TenantTx,
  tenantId: string,
  name: string,
  except?: string,
) {
  const taken = await findSameName(tx, "groups", tenantId, name, except);
  if (taken === null) return;
  const message = `There is a group called ${taken} already.`;
  throw new GatehouseError("invalid_input", message, { name: [message] });
}
