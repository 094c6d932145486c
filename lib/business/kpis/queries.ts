import type { Actor } from "../../authz/guard/actor.ts";
import { permittedAmong, requirePermission } from "../../authz/guard/grant.ts";
import { GatehouseError } from "../../core/errors.ts";
import { withTenantSnapshot } from "../../platform/db.ts";
import type { Receipt } from "./definition.ts";
import { kpiEntries, kpiPermissions } from "./registry.ts";
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
export async function loadKpis(actor: Actor): Promise<KpiSnapshot> {
  return readable(await loadSnapshot(actor.tenantId), permittedAmong(actor, kpiPermissions));
}

/**
 * The rows behind a KPI's value, computed together with it: both are of the same moment. Columns that
 * say whom a row is about are left out for principals that may not see that, and links for those who may not
 * open them.
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
    const receipt = await kpi.receipt(facts);
    const shown = withoutHidden(receipt, seesPeople(actor, receipt));
    return { id: kpiId, asOf, value, ...without(shown, (column) => leadsNowhere(actor, column)) };
  });
}

/** Whether the actor may see whom the rows are about; only asked, and noted as used, where they say so. */
function seesPeople(actor: Actor, { columns }: Receipt): boolean {
  return (
    columns.some(isPersonal) && permittedAmong(actor, ["kpi.personal_data.read"] as const).size > 0
  );
}

type Column = Receipt["columns"][number];

const isPersonal = (column: Column) => column.isPersonal === true;

function withoutHidden(receipt: Receipt, isShown: boolean): Receipt & Pick<KpiReceipt, "hidden"> {
  if (isShown) return { ...receipt, hidden: [] };
  const hidden = receipt.columns.filter(isPersonal).map(({ label }) => label);
  return { ...without(receipt, isPersonal), hidden };
}

/** What opens a page, and the permission of that page. */
const opens = { event: "audit.read", alert: "alert.read" } as const;

function leadsNowhere({ permissions }: Actor, { kind }: Column): boolean {
  return (kind === "event" || kind === "alert") && !permissions.has(opens[kind]);
}

function without<Kept extends Receipt>(
  receipt: Kept,
  isLeftOut: (column: Column) => boolean,
): Kept {
  const { columns, rows } = receipt;
  const ids = new Set(columns.filter(isLeftOut).map(({ id }) => id));
  if (ids.size === 0) return receipt;
  return {
    ...receipt,
    columns: columns.filter(({ id }) => !ids.has(id)),
    rows: rows.map((row) => Object.fromEntries(Object.entries(row).filter(([id]) => !ids.has(id)))),
  };
}
