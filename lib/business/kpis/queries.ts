import type { Actor } from "../../authz/guard/actor.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { GatehouseError } from "../../core/errors.ts";
import { withTenantSnapshot } from "../../platform/db.ts";
import { kpiEntries } from "./registry.ts";
import type { KpiDescription, KpiReceipt, KpiSnapshot } from "./schema.ts";
import { factsOf, loadSnapshot, readable } from "./snapshot.ts";

/** What the KPIs are that this principal may see. */
export function listKpis({ permissions }: Actor): KpiDescription[] {
  return kpiEntries
    .filter(([, kpi]) => permissions.has(kpi.permission))
    .map(([id, { label, formula, unit, better, window, group }]) => ({
      id,
      label,
      formula,
      unit,
      better,
      window,
      group,
    }));
}

/** The readings that this principal may see; empty when that is none. */
export async function loadKpis({ tenantId, permissions }: Actor): Promise<KpiSnapshot> {
  return readable(await loadSnapshot(tenantId), permissions);
}

/**
 * The rows behind a KPI's value, computed together with it: both are of the same moment.
 * @throws GatehouseError not_found; PermissionDenied
 */
export async function loadReceipt(actor: Actor, kpiId: string): Promise<KpiReceipt> {
  const kpi = new Map(kpiEntries).get(kpiId);
  if (!kpi) throw new GatehouseError("not_found", "There is no such KPI.");
  const { tenantId } = await requirePermission(actor, kpi.permission);
  const now = Date.now();
  return withTenantSnapshot(tenantId, async (sql) => {
    const facts = factsOf(sql, tenantId, now)(kpi);
    const { value } = await kpi.query(facts);
    const asOf = new Date(now).toISOString();
    return { id: kpiId, asOf, value, ...(await kpi.receipt(facts)) };
  });
}
