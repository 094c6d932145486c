"use client";

import { TriangleAlert } from "lucide-react";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { PanelActions, useLastId } from "#components/data-table/panel-actions.tsx";
import { usePanel } from "#components/data-table/use-panel.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { useLocale } from "#components/ui/locale-context.tsx";
import { SidePanel } from "#components/ui/side-panel.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { KpiDescription, KpiReading } from "#lib/business/kpis/schema";
import { AsOf } from "./as-of.tsx";
import { formatKpi } from "./format-kpi.ts";
import { KPI_PARAM } from "./kpi-param.ts";
import { ReceiptTable } from "./receipt-table.tsx";
import { useReceipt } from "./use-receipt.ts";

// The charts are most of what the page would have to load; few open a panel.
const KpiChart = dynamic(() => import("#components/charts/kpi-chart.tsx").then((m) => m.KpiChart), {
  ssr: false,
  loading: () => <Skeleton className="h-44 w-full" />,
});
const ChartTable = dynamic(
  () => import("#components/charts/kpi-chart.tsx").then((m) => m.ChartTable),
  { ssr: false },
);

type KpiPanelProps = {
  kpis: readonly KpiDescription[];
  readings: ReadonlyMap<string, KpiReading>;
  asOf: string;
};

/** What a figure means, how it went, and the rows that it comes from. */
export function KpiPanel({ kpis, readings, asOf }: KpiPanelProps) {
  const panel = usePanel(KPI_PARAM);
  const shownId = useLastId(panel.id);
  const kpi = kpis.find((known) => known.id === shownId);
  return (
    <SidePanel
      open={panel.id !== null}
      title={kpi?.label ?? "Figure"}
      onClose={panel.close}
      actions={<PanelActions noun="figure" param={KPI_PARAM} shownId={shownId} panel={panel} />}
    >
      {kpi ? (
        <Details kpi={kpi} reading={readings.get(kpi.id)} asOf={asOf} />
      ) : (
        <EmptyState icon={<TriangleAlert />} title="There is no such figure">
          The link may be from another version, or you may not see this figure.
        </EmptyState>
      )}
    </SidePanel>
  );
}

type DetailsProps = { kpi: KpiDescription; reading: KpiReading | undefined; asOf: string };

function Details({ kpi, reading, asOf }: DetailsProps) {
  const { locale } = useLocale();
  const value = reading?.value ?? null;
  const format = (each: number) => formatKpi(each, kpi.unit, locale);
  const chart = {
    points: reading?.points ?? [],
    step: kpi.window === "30d" ? ("day" as const) : ("hour" as const),
    format,
  };
  return (
    <div className="flex flex-col gap-6">
      <div>
        <div className="font-semibold text-3xl leading-10 tracking-tight">
          {value === null ? "–" : format(value)}
        </div>
        <div className="text-ink-muted text-sm">
          {value === null && reading?.reason ? `${reading.reason} ` : null}
          {kpi.window === "30d" ? "Last 30 days" : "Last 24 hours"}, <AsOf value={asOf} />
        </div>
        <p className="mt-3 text-sm">{kpi.formula}</p>
      </div>
      <Section title="Course">
        <KpiChart {...chart} />
        <ChartTable {...chart} />
      </Section>
      <Section title="Where it comes from">
        <Receipt kpiId={kpi.id} version={`${value}`} />
      </Section>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-2 font-semibold text-sm">{title}</h3>
      {children}
    </section>
  );
}

function Receipt({ kpiId, version }: { kpiId: string; version: string }) {
  const { loaded, retry } = useReceipt(kpiId, version);
  if (!loaded) {
    return (
      <div role="status" aria-label="Loading the rows" className="flex flex-col gap-2">
        {["first", "second", "third", "fourth"].map((row) => (
          <Skeleton key={row} className="h-5 w-full" />
        ))}
      </div>
    );
  }
  if (loaded.ok) return <ReceiptTable receipt={loaded.receipt} />;
  return (
    <div role="alert" className="flex flex-col items-start gap-2 text-sm">
      <p>{loaded.message}</p>
      <Button size="sm" onClick={() => void retry(kpiId)}>
        Try again
      </Button>
    </div>
  );
}
