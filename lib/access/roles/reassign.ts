import { GatehouseError } from "../../core/errors.ts";
import { mergeWindows } from "../../core/window.ts";
import type { TenantTx } from "../../platform/db.ts";

/**
 * Gives people and groups one role instead of another, from and until the same time. Whoever has the other
 * one already has it for as long as either: what is over never stands in the way of what is in force.
 * @throws GatehouseError invalid_input when there is no such role to give.
 */
export async function reassign(tx: TenantTx, tenantId: string, from: string, to: string) {
  const other = await tx.role.findUnique({ where: { tenantId_id: { tenantId, id: to } } });
  if (!other || from === to) {
    const message = "There is no such role to give instead.";
    throw new GatehouseError("invalid_input", message, { reassignTo: [message] });
  }
  const where = { tenantId, role: from };
  const people = await tx.roleAssignment.findMany({ where });
  const theirs = await tx.roleAssignment.findMany({
    where: { tenantId, role: to, userId: { in: people.map(({ userId }) => userId) } },
  });
  await tx.roleAssignment.deleteMany({
    where: { tenantId, role: to, userId: { in: theirs.map(({ userId }) => userId) } },
  });
  await tx.roleAssignment.createMany({
    data: people.map((each) => ({
      ...each,
      ...longer(
        each,
        theirs.find(({ userId }) => userId === each.userId),
      ),
      role: to,
    })),
  });
  await tx.roleAssignment.deleteMany({ where });
  const groups = await tx.groupRole.findMany({ where });
  const ofGroups = await tx.groupRole.findMany({
    where: { tenantId, role: to, groupId: { in: groups.map(({ groupId }) => groupId) } },
  });
  await tx.groupRole.deleteMany({
    where: { tenantId, role: to, groupId: { in: ofGroups.map(({ groupId }) => groupId) } },
  });
  await tx.groupRole.createMany({
    data: groups.map((each) => ({
      ...each,
      ...longer(
        each,
        ofGroups.find(({ groupId }) => groupId === each.groupId),
      ),
      role: to,
    })),
  });
  await tx.groupRole.deleteMany({ where });
  return { role: to, roleName: other.name, people: people.length, groups: groups.length };
}

type Given = { startsAt: Date | null; endsAt: Date | null };

function longer({ startsAt, endsAt }: Given, known: Given | undefined): Given {
  return known ? mergeWindows({ startsAt, endsAt }, known) : { startsAt, endsAt };
}
