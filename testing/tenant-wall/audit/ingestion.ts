import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { ingestEvents } from "../../../lib/audit/ingestion/service.ts";
import { requirePermission } from "../../../lib/authz/guard/grant.ts";
import { a, b, factory, type Probes } from "../wall.ts";

export const ingestion: Probes = {
  "audit/ingestion/service.ingestEvents": async () => {
    const grantA = await requirePermission(a, "audit.record");
    const id = randomUUID();
    const item = { id, occurredAt: "2026-01-02T03:04:05Z", action: "a" };
    const smuggled = { ...item, id: randomUUID(), tenant_id: b.tenantId };
    const result = await ingestEvents(grantA, [
      { index: 0, item },
      { index: 1, item: smuggled },
    ]);
    expect(result).toMatchObject({ accepted: 1, rejected: [{ index: 1 }] });
    const [row] = await factory.query("SELECT tenant_id FROM audit_events WHERE event_id = $1", [
      id,
    ]);
    expect(row).toEqual({ tenant_id: a.tenantId });
    // The same id means nothing in another tenant: B can use it for another event.
    const grantB = await requirePermission(b, "audit.record");
    const other = { ...item, action: "b" };
    expect(await ingestEvents(grantB, [{ index: 0, item: other }])).toMatchObject({ accepted: 1 });
  },
};
