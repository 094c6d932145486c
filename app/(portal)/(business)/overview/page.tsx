import type { Metadata } from "next";
import { KpiBoard } from "#components/business/kpi-board.tsx";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { LiveMark } from "#components/realtime/live-mark.tsx";
import { NotPermitted } from "#components/shell/not-permitted.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { listKpis, loadKpis } from "#lib/business/kpis/queries";
import { requireActor } from "../../../actor.tsx";

export const metadata: Metadata = { title: "Overview" };

/**
 * Which figures there are depends on the person; each has a permission of its own. They are in the
 * cache: waiting for them costs less than sending a skeleton first.
 */
export default async function OverviewPage() {
  const actor = await requireActor();
  const kpis = listKpis(actor);
  if (kpis.length === 0) return <NotPermitted permission="kpi.product.read" />;
  return (
    <DataTableScope>
      <PageHeader
        title="Overview"
        description="How the business is doing. Every figure opens the rows that it comes from."
        actions={<LiveMark />}
      />
      <KpiBoard kpis={kpis} served={await loadKpis(actor)} />
    </DataTableScope>
  );
}
