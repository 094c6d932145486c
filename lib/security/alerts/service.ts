import { defineAction } from "../../action/define-action.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { GatehouseError } from "../../core/errors.ts";
import type { PortalEvent } from "../../events/record.ts";
import { announce } from "../../platform/announce.ts";
import type { TenantTx } from "../../platform/db.ts";
import { type AlertState, alertInput, reopenAlertInput, resolveAlertInput } from "./schema.ts";
import { titleOf } from "./title.ts";

type Step = {
  from: readonly AlertState[];
  to: AlertState;
  change: "acknowledged" | "resolved" | "reopened";
  verdict?: string;
  comment?: string;
};

/**
 * Moves an alert on, if it is still where the actor saw it, and adds the step to its history.
 * @throws GatehouseError not_found; conflict when somebody else moved it first.
 */
async function move(
  tx: TenantTx,
  { tenantId, kind, id, name }: Actor,
  alertId: string,
  step: Step,
) {
  const { from, to, change, verdict = null, comment = null } = step;
  const now = new Date();
  const [alert] = await tx.alert.updateManyAndReturn({
    where: { tenantId, id: alertId, mergedInto: null, state: { in: [...from] } },
    data: {
      state: to,
      verdict,
      resolvedAt: to === "resolved" ? now : null,
      ...(to === "acknowledged" && { acknowledgedAt: now }),
    },
  });
  if (!alert) return refuse(tx, tenantId, alertId);
  await tx.alertChange.create({
    data: {
      tenantId,
      alertId,
      change,
      verdict,
      comment,
      actorType: kind,
      actorId: id,
      actorName: name,
    },
  });
  const event: PortalEvent = {
    action: `alert.${change}`,
    target: { type: "alert", id: alertId, name: titleOf(alert) },
    ...(comment !== null && { reason: comment }),
    ...(verdict !== null && { details: { verdict } }),
  };
  return { data: { alertId }, events: [event] as const };
}

async function refuse(tx: TenantTx, tenantId: string, alertId: string): Promise<never> {
  const found = await tx.alert.findUnique({ where: { tenantId_id: { tenantId, id: alertId } } });
  if (!found) throw new GatehouseError("not_found", "There is no such alert.");
  if (found.mergedInto !== null) {
    throw new GatehouseError(
      "conflict",
      "This alert has become part of another one. Open it again.",
    );
  }
  throw new GatehouseError("conflict", `Somebody else was faster: this alert is ${found.state}.`);
}

/** Tells the others that the actor is looking at an open alert. */
export const acknowledgeAlert = defineAction({
  permission: "alert.acknowledge",
  input: alertInput,
  run: (tx, { alertId }, actor) =>
    move(tx, actor, alertId, { from: ["open"], to: "acknowledged", change: "acknowledged" }),
  effects: (_data, _input, { tenantId }) => announce(tenantId, "alerts"),
});

/** Closes an alert with what it turned out to be. */
export const resolveAlert = defineAction({
  permission: "alert.resolve",
  input: resolveAlertInput,
  run: (tx, { alertId, verdict, comment }, actor) =>
    move(tx, actor, alertId, {
      from: ["open", "acknowledged"],
      to: "resolved",
      change: "resolved",
      verdict,
      comment,
    }),
  effects: (_data, _input, { tenantId }) => announce(tenantId, "alerts"),
});

/** Opens a resolved alert again. */
export const reopenAlert = defineAction({
  permission: "alert.resolve",
  input: reopenAlertInput,
  run: (tx, { alertId, comment }, actor) =>
    move(tx, actor, alertId, { from: ["resolved"], to: "open", change: "reopened", comment }),
  effects: (_data, _input, { tenantId }) => announce(tenantId, "alerts"),
});
