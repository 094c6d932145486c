import type { Actor } from "../../authz/guard/actor.ts";
import { because } from "../../core/reason.ts";
import type { PortalEvent } from "../../events/record.ts";
import type { TenantTx } from "../../platform/db.ts";

/**
 * Ends what was asked for of a role that is deleted: pending requests lapse, and those by which somebody
 * has it are over, because nobody could give it back any more.
 * @returns an event for each, about the person who asked.
 */
export async function endRequests(
  tx: TenantTx,
  { tenantId, id, name }: Actor,
  roleId: string,
  reason: string,
): Promise<PortalEvent[]> {
  const now = new Date();
  const inForce = { state: "approved", endsAt: { gt: now } };
  const found = await tx.accessRequest.findMany({
    where: { tenantId, roleId, OR: [{ state: "pending" }, inForce] },
    include: { user: { select: { name: true } } },
    orderBy: { id: "asc" },
  });
  const of = (state: string) => ({
    tenantId,
    id: { in: found.filter((each) => each.state === state).map((each) => each.id) },
  });
  await tx.accessRequest.updateMany({ where: of("pending"), data: { state: "lapsed" } });
  const ended = { state: "ended", endedBy: id, endedByName: name, endedAt: now };
  await tx.accessRequest.updateMany({ where: of("approved"), data: ended });
  return found.map(({ id: requestId, userId, user, roleName, state }) => ({
    action: state === "pending" ? "access_request.lapsed" : "access_request.ended",
    target: { type: "user", id: userId, name: user.name },
    ...because(reason),
    details: { requestId, role: roleId, roleName, before: { state }, after: null },
  }));
}
