import { expect } from "vitest";
import type { Actor } from "../../../lib/authz/guard/actor.ts";
import { listKpis, loadKpis, loadReceipt } from "../../../lib/business/kpis/queries.ts";
import { a, b, makeAlert, type Probes } from "../wall.ts";

export const kpis: Probes = {
  "business/kpis/queries.listKpis": async () => {
    // Words about KPIs, the same for every tenant.
    expect(listKpis(a)).toEqual(listKpis(b));
  },
  "business/kpis/queries.loadKpis": async () => {
    const alertsOf = async (actor: Actor) =>
      (await loadKpis(actor)).kpis.find((kpi) => kpi.id === "open_alerts")?.value;
    await makeAlert(b.tenantId);
    expect(await alertsOf(a)).toBe(0);
    expect(await alertsOf(b)).toBe(1);
  },
  "business/kpis/queries.loadReceipt": async () => {
    const alertId = await makeAlert(b.tenantId);
    const { rows } = await loadReceipt(a, "open_alerts");
    expect(rows.map((row) => row.alert)).not.toContain(alertId);
    expect((await loadReceipt(b, "open_alerts")).rows.map((row) => row.alert)).toContain(alertId);
  },
};
