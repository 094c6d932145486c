import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { requirePermission } from "../../../lib/authz/guard/grant.ts";
import { ingestEvents } from "../../../lib/audit/ingestion/service.ts";
import { countAuditFacets, getAuditEvent, readAuditRows, searchAudit } from "../../../lib/audit/log/queries.ts";
import { a, b, factory, type Probes } from "../wall.ts";

export const audit: Probes = {
  "audit/search.searchAudit": async () => {
    const grantA = await requirePermission(a, "audit.read");
    const grantB = await requirePermission(b, "audit.read");
    const pageB = await searchAudit(grantB, {}, { limit: 1 });
    expect(pageB.nextCursor).not.toBeNull();
    for (const cursor of [undefined, pageB.nextCursor ?? undefined]) {
      const { rows } = await searchAudit(grantA, {}, { limit: 200, cursor });
      const ids = rows.map((row) => row.id);
      const owners = await factory.query<{ tenant_id: string }>(
        "SELECT DISTINCT tenant_id FROM audit_events WHERE id = ANY ($1::uuid[])",
        [ids],
      );
      expect(owners.filter((row) => row.tenant_id !== a.tenantId)).toEqual([]);
    }
    const filters = { actor: [b.id] };
    expect((await searchAudit(grantA, filters, { limit: 200 })).rows).toEqual([]);
  },
  "audit/search.getAuditEvent": async () => {
    const grantA = await requirePermission(a, "audit.read");
    const grantB = await requirePermission(b, "audit.read");
    const [event] = (await searchAudit(grantB, {}, { limit: 1 })).rows;
    await expect(getAuditEvent(grantA, event?.id ?? "")).rejects.toThrow("no such event");
    await expect(getAuditEvent(grantB, event?.id ?? "")).resolves.toMatchObject({ id: event?.id });
  },
  "audit/search.countAuditFacets": async () => {
    const grantA = await requirePermission(a, "audit.read");
    const facets = await countAuditFacets(grantA, {});
    expect(facets.actor.length).toBeGreaterThan(0);
    expect(facets.actor.map((actor) => actor.value)).not.toContain(b.id);
  },
  "audit/search.readAuditRows": async () => {
    const grantA = await requirePermission(a, "alert.read");
    const [event] = (await searchAudit(await requirePermission(b, "audit.read"), {}, { limit: 1 }))
      .rows;
    expect(await readAuditRows(grantA, [event?.id ?? ""])).toEqual([]);
    const grantB = await requirePermission(b, "alert.read");
    expect(await readAuditRows(grantB, [event?.id ?? ""])).toMatchObject([{ id: event?.id }]);
  },
  "audit/ingest.ingestEvents": async () => {
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
