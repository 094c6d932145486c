import { randomUUID } from "node:crypto";
import { GatehouseError } from "../../core/errors.ts";
import type { PortalEvent } from "../../events/record.ts";
import type { TenantTx } from "../../platform/db.ts";
import type { Actor } from "../guard/actor.ts";

type Asked = {
  rule: { id: string; name: string };
  person: { id: string; name: string };
  /** ISO 8601. */
  endsAt: string;
  reason: string;
};

/**
 * Files that somebody may break a rule until a moment. It holds when somebody else has approved it.
 * @returns its id, and the event that says so.
 * @throws GatehouseError conflict when there is one for this person and rule that is not over.
 */
export async function fileException(
  tx: TenantTx,
  { tenantId, id: askedBy, name: askedByName }: Actor,
  { rule, person, endsAt, reason }: Asked,
): Promise<{ exceptionId: string; event: PortalEvent }> {
  const [ruleId, userId] = [rule.id, person.id];
  const current = { tenantId, ruleId, userId, state: { in: ["asked", "approved"] } };
  await tx.sodException.updateMany({
    where: { ...current, endsAt: { lte: new Date() } },
    data: { state: "ended" },
  });
  if (await tx.sodException.findFirst({ where: current, select: { id: true } })) {
    const message = `There is an exception for ${person.name} already. End it first.`;
    throw new GatehouseError("conflict", message);
  }
  const exceptionId = randomUUID();
  const data = { tenantId, id: exceptionId, ruleId, userId, endsAt, reason, askedBy, askedByName };
  await tx.sodException.create({ data });
  const event = { action: "sod_exception.created" as const, reason };
  return {
    exceptionId,
    event: { ...event, ...aboutException({ id: exceptionId, rule, person, endsAt }) },
  };
}

/** What the events of an exception have in common. */
export function aboutException({
  id,
  rule,
  person,
  endsAt,
}: Omit<Asked, "reason"> & { id: string }) {
  return {
    target: { type: "sod_exception", id, name: `${person.name}, ${rule.name}` },
    details: {
      ruleId: rule.id,
      ruleName: rule.name,
      userId: person.id,
      userName: person.name,
      endsAt,
    },
  };
}
