import { expect } from "vitest";
import { requirePermission } from "../../../lib/authz/guard/grant.ts";
import { countAlerts, getAlert, searchAlerts } from "../../../lib/security/alerts/queries.ts";
import { acknowledgeAlert, reopenAlert, resolveAlert } from "../../../lib/security/alerts/service.ts";
import { a, b, factory, makeAlert, notFound, type Probes } from "../wall.ts";

export const security: Probes = {
  "security/queries.searchAlerts": async () => {
    const grantA = await requirePermission(a, "alert.read");
    const grantB = await requirePermission(b, "alert.read");
    await makeAlert(b.tenantId);
    const alertId = await makeAlert(b.tenantId);
    const pageB = await searchAlerts(grantB, {}, { limit: 1 });
    for (const cursor of [undefined, pageB.nextCursor ?? undefined]) {
      const { rows } = await searchAlerts(grantA, {}, { limit: 200, cursor });
      expect(rows.map((row) => row.id)).not.toContain(alertId);
    }
  },
  "security/queries.countAlerts": async () => {
    const grantA = await requirePermission(a, "alert.read");
    const before = await countAlerts(grantA);
    await makeAlert(b.tenantId);
    expect(await countAlerts(grantA)).toEqual(before);
  },
  "security/queries.getAlert": async () => {
    const alertId = await makeAlert(b.tenantId);
    const grantA = await requirePermission(a, "alert.read");
    await expect(getAlert(grantA, alertId)).rejects.toThrow("no such alert");
  },
  "security/service.acknowledgeAlert": async () => {
    const alertId = await makeAlert(b.tenantId);
    expect(await acknowledgeAlert(a, { alertId })).toMatchObject(notFound);
  },
  "security/service.resolveAlert": async () => {
    const alertId = await makeAlert(b.tenantId);
    const input = { alertId, verdict: "benign", comment: "no" };
    expect(await resolveAlert(a, input)).toMatchObject(notFound);
  },
  "security/service.reopenAlert": async () => {
    const alertId = await makeAlert(b.tenantId);
    const input = { alertId, verdict: "benign", comment: "no" };
    expect(await resolveAlert(b, input)).toMatchObject({ ok: true });
    expect(await reopenAlert(a, { alertId, comment: "yes" })).toMatchObject(notFound);
    const [row] = await factory.query("SELECT state FROM alerts WHERE id = $1", [alertId]);
    expect(row).toEqual({ state: "resolved" });
  },
};
