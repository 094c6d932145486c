import type { Policy } from "../../authz/engine/policy.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { GatehouseError } from "../../core/errors.ts";
import { hasEnded, windowOf } from "../../core/window.ts";
import type { TenantTx } from "../../platform/db.ts";
import { durationWords } from "./duration.ts";
import { LAPSE_DAYS, type RequestKind } from "./schema.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

export type Named = { id: string; name: string };

/** Requests made before this moment have lapsed. */
export function lapsedBefore(): Date {
  return new Date(Date.now() - LAPSE_DAYS * DAY_MS);
}

/** A role for a time is something between people: who needs it, and who answers for it. */
export function requirePerson(actor: Actor): void {
  if (actor.kind === "user") return;
  const message = "Only people can ask for roles, take them and decide on requests.";
  throw new GatehouseError("permission_denied", message);
}

/** @throws GatehouseError permission_denied */
export function requireOwn(actor: Actor, userId: string): void {
  if (actor.kind === "user" && actor.id === userId) return;
  throw new GatehouseError("permission_denied", "Only who has asked for it can do this.");
}

/** Nobody decides on what they have asked for. */
export function requireOthers(actor: Actor, userId: string): void {
  if (actor.id !== userId) return;
  const message = "Somebody else has to decide this: it is your own request.";
  throw new GatehouseError("permission_denied", message);
}

/** @throws GatehouseError not_found */
export function requireRole({ roles }: Policy, roleId: string): Named {
  const role = roles.get(roleId)?.held;
  if (!role) throw new GatehouseError("not_found", "There is no such role any more.");
  return role;
}

/** @throws GatehouseError not_found, conflict */
export async function requireActivePerson(
  tx: TenantTx,
  tenantId: string,
  id: string,
): Promise<Named> {
  const person = await tx.user.findUnique({ where: { tenantId_id: { tenantId, id } } });
  if (!person) throw new GatehouseError("not_found", "There is no such person.");
  if (person.status === "active") return { id, name: person.name };
  const message = `${person.name} is kept out of the portal, and can be given nothing.`;
  throw new GatehouseError("conflict", message);
}

/** @throws GatehouseError conflict when the role cannot be had in this way, or not for so long. */
export async function requireAllowed(
  tx: TenantTx,
  tenantId: string,
  role: Named,
  kind: RequestKind,
  minutes: number,
): Promise<void> {
  const rule = await tx.elevationRule.findUnique({
    where: { tenantId_roleId: { tenantId, roleId: role.id } },
  });
  const max = kind === "request" ? rule?.requestMinutes : rule?.emergencyMinutes;
  if (!max) {
    const way = kind === "request" ? "be requested" : "be taken in an emergency";
    throw new GatehouseError("conflict", `${role.name} cannot ${way}, or not any more.`);
  }
  if (minutes <= max) return;
  const message = `${role.name} can be had for at most ${durationWords(max)}. Choose a shorter time.`;
  throw new GatehouseError("conflict", message, { minutes: [message] });
}

type Key = { tenantId: string; userId: string; role: string };

/**
 * Gives a role from now on, in place of one that has ended.
 * @throws GatehouseError conflict when the person has it, or will.
 */
export async function giveFor(
  tx: TenantTx,
  key: Key,
  names: { person: string; role: string },
  minutes: number,
  reason: string,
) {
  const found = await tx.roleAssignment.findUnique({ where: { tenantId_userId_role: key } });
  const before = found && windowOf(found);
  if (before && !hasEnded(before)) throw alreadyHeld(names);
  const startsAt = new Date();
  const endsAt = new Date(startsAt.getTime() + minutes * MINUTE_MS);
  const data = { startsAt, endsAt, reason };
  await tx.roleAssignment.upsert({
    where: { tenantId_userId_role: key },
    create: { ...key, ...data },
    update: { ...data, assignedAt: startsAt },
  });
  return { before, startsAt, endsAt };
}

/** @throws GatehouseError conflict when the person has the role, or will. */
export async function requireNotHeld(
  tx: TenantTx,
  key: Key,
  names: { person: string; role: string },
): Promise<void> {
  const found = await tx.roleAssignment.findUnique({ where: { tenantId_userId_role: key } });
  if (found && !hasEnded(windowOf(found))) throw alreadyHeld(names);
}

function alreadyHeld({ person, role }: { person: string; role: string }): GatehouseError {
  return new GatehouseError("conflict", `${person} has the role ${role} already, or will have it.`);
}

/** @throws GatehouseError not_found, or conflict when it waits no more. */
export async function requirePending(tx: TenantTx, tenantId: string, id: string) {
  const found = await requireRequest(tx, tenantId, id);
  if (found.state === "pending" && found.createdAt > lapsedBefore()) return found;
  const message =
    found.state === "pending" || found.state === "lapsed"
      ? `Nobody has decided this for ${LAPSE_DAYS} days, so it has lapsed. Ask again.`
      : "Somebody has decided or withdrawn this meanwhile. Load the page again.";
  throw new GatehouseError("conflict", message);
}

/** @throws GatehouseError not_found */
export async function requireRequest(tx: TenantTx, tenantId: string, id: string) {
  const found = await tx.accessRequest.findUnique({
    where: { tenantId_id: { tenantId, id } },
    include: { user: { select: { name: true } } },
  });
  if (!found) throw new GatehouseError("not_found", "There is no such request.");
  return found;
}

/**
 * The request, while the role that it gave is in force as it was given.
 * @throws GatehouseError conflict when it is over, or somebody has changed the role's time by hand.
 */
export async function requireInForce(tx: TenantTx, tenantId: string, id: string) {
  const found = await requireRequest(tx, tenantId, id);
  const { state, startsAt, endsAt, userId, roleId: role } = found;
  const key = { tenantId, userId, role };
  if (state !== "approved" || !startsAt || !endsAt || endsAt <= new Date()) {
    throw new GatehouseError("conflict", "This is over already. Load the page again.");
  }
  const held = await tx.roleAssignment.findUnique({ where: { tenantId_userId_role: key } });
  if (held?.endsAt?.getTime() === endsAt.getTime()) return { ...found, key, startsAt, endsAt };
  const message = `Somebody has taken ${found.roleName} away or changed until when ${found.user.name} has it. See the person's page.`;
  throw new GatehouseError("conflict", message);
}

/** That somebody has decided now, as a request keeps it. */
export function decidedBy(actor: Actor, state: "approved" | "refused", comment: string) {
  const decided = { decidedBy: actor.id, decidedByName: actor.name, decidedAt: new Date() };
  return { state, comment, ...decided };
}

type Changed = Parameters<TenantTx["accessRequest"]["update"]>[0]["data"];

export async function setState(
  tx: TenantTx,
  tenantId: string,
  id: string,
  data: Changed,
): Promise<void> {
  await tx.accessRequest.update({ where: { tenantId_id: { tenantId, id } }, data });
}
