import { expect } from "vitest";
import { countAuditFacets, getAuditEvent, searchAudit } from "../../../lib/audit/log/queries.ts";
import { requirePermission } from "../../../lib/authz/guard/grant.ts";
import { a, b, factory, type Probes } from "../wall.ts";

export const log: Probes = {
  "audit/log/queries.searchAudit": async () => {
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
  "audit/log/queries.getAuditEvent": async () => {
    const grantA = await requirePermission(a, "audit.read");
    const grantB = await requirePermission(b, "audit.read");
    const [event] = (await searchAudit(grantB, {}, { limit: 1 })).rows;
    await expect(getAuditEvent(grantA, event?.id ?? "")).rejects.toThrow("no such event");
    await expect(getAuditEvent(grantB, event?.id ?? "")).resolves.toMatchObject({ id: event?.id });
  },
  "audit/log/queries.countAuditFacets": async () => {
    const grantA = await requirePermission(a, "audit.read");
    const facets = await countAuditFacets(grantA, {});
    expect(facets.actor.length).toBeGreaterThan(0);
    expect(facets.actor.map((actor) => actor.value)).not.toContain(b.id);
  },
};
