import { expect } from "vitest";
import { searchAudit } from "../../../lib/audit/log/queries.ts";
import { requirePermission } from "../../../lib/authz/guard/grant.ts";
import {
  countAlerts,
  getAlert,
  readAuditRows,
  searchAlerts,
} from "../../../lib/security/alerts/queries.ts";
import {
  acknowledgeAlert,
  reopenAlert,
  resolveAlert,
} from "../../../lib/security/alerts/service.ts";
import { a, b, factory, makeAlert, notFound, type Probes } from "../wall.ts";

export const alerts: Probes = {
  "security/alerts/queries.searchAlerts": async () => {
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
  "security/alerts/queries.countAlerts": async () => {
    const grantA = await requirePermission(a, "alert.read");
    const before = await countAlerts(grantA);
    await makeAlert(b.tenantId);
    expect(await countAlerts(grantA)).toEqual(before);
  },
  "security/alerts/queries.getAlert": async () => {
    const alertId = await makeAlert(b.tenantId);
    const grantA = await requirePermission(a, "alert.read");
    await expect(getAlert(grantA, alertId)).rejects.toThrow("no such alert");
  },
  "security/alerts/queries.readAuditRows": async () => {
    const grantA = await requirePermission(a, "alert.read");
    const [event] = (await searchAudit(await requirePermission(b, "audit.read"), {}, { limit: 1 }))
      .rows;
    expect(await readAuditRows(grantA, [event?.id ?? ""])).toEqual([]);
    const grantB = await requirePermission(b, "alert.read");
    expect(await readAuditRows(grantB, [event?.id ?? ""])).toMatchObject([{ id: event?.id }]);
  },
  "security/alerts/service.acknowledgeAlert": async () => {
    const alertId = await makeAlert(b.tenantId);
    expect(await acknowledgeAlert(a, { alertId })).toMatchObject(notFound);
  },
  "security/alerts/service.resolveAlert": async () => {
    const alertId = await makeAlert(b.tenantId);
    const input = { alertId, verdict: "benign", comment: "no" };
    expect(await resolveAlert(a, input)).toMatchObject(notFound);
  },
  "security/alerts/service.reopenAlert": async () => {
    const alertId = await makeAlert(b.tenantId);
    const input = { alertId, verdict: "benign", comment: "no" };
    expect(await resolveAlert(b, input)).toMatchObject({ ok: true });
    expect(await reopenAlert(a, { alertId, comment: "yes" })).toMatchObject(notFound);
    const [row] = await factory.query("SELECT state FROM alerts WHERE id = $1", [alertId]);
    expect(row).toEqual({ state: "resolved" });
  },
};
