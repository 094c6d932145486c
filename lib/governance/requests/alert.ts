import { randomUUID } from "node:crypto";
import type { Actor } from "../../authz/guard/actor.ts";
import { type EventOrigin, recordEvents } from "../../events/record.ts";
import { sqlOf, type TenantTx } from "../../platform/db.ts";

/** Detection as the audit log names it. */
const detection: EventOrigin & { id: string; name: string } = {
  kind: "system",
  id: "detection",
  name: "Gatehouse",
  request: { requestId: null, ip: null, userAgent: null },
};

/**
 * Records that an alert is raised. The alert itself comes from the trigger on the event that names it
 * (`details.alertId`), in the same transaction.
 * @returns the alert's id.
 */
export async function recordAlert(tx: TenantTx, { tenantId, name }: Actor): Promise<string> {
  const id = randomUUID();
  await recordEvents(sqlOf(tx), tenantId, detection, [
    {
      action: "alert.raised",
      target: { type: "alert", id, name: `${name} took a role in an emergency` },
      details: { rule: "break_glass", groupBy: "account", group: name, events: 1 },
    },
  ]);
  return id;
}
