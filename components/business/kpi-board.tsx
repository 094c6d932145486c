"use client";

import { useEffect } from "react";
import { useTableScope } from "#components/data-table/table-scope.tsx";
import { usePanel } from "#components/data-table/use-panel.ts";
import { useConnectionState, useKpis } from "#components/realtime/realtime-provider.tsx";
import { cn } from "#components/ui/cn.ts";
import type { KpiDescription, KpiSnapshot } from "#lib/business/kpis/schema";
import { KpiPanel } from "./kpi-panel.tsx";
import { KPI_PARAM } from "./kpi-param.ts";
import { KpiTile } from "./kpi-tile.tsx";

const groups = [
  { id: "usage", title: "Usage" },
  { id: "service", title: "Service" },
  { id: "security", title: "Security" },
] as const;

type KpiBoardProps = {
  kpis: readonly KpiDescription[];
  /** What the page was served with; newer figures come by themselves. */
  served: KpiSnapshot;
};

/** All figures that somebody may see, live. */
export function KpiBoard({ kpis, served }: KpiBoardProps) {
  const { asOf, kpis: current } = useKpis(served);
  const { status } = useConnectionState();
  const panel = usePanel(KPI_PARAM);
  const { setOrder } = useTableScope();
  const order = kpis.map((kpi) => kpi.id).join("\n");
  useEffect(() => {
    setOrder(order.split("\n"));
    return () => setOrder([]);
  }, [order, setOrder]);
  const readings = new Map(current.map((reading) => [reading.id, reading]));
  return (
    <div className={cn("@container", panel.id !== null && "xl:mr-[30rem]")}>
      {groups.map(({ id, title }) => {
        const members = kpis.filter((kpi) => kpi.group === id);
        if (members.length === 0) return null;
        return (
          <div key={id} className="mb-6">
            <h2 className="mb-2 font-semibold text-base">{title}</h2>
            <div className="grid @md:grid-cols-2 @3xl:grid-cols-3 @5xl:grid-cols-5 gap-3">
              {members.map((kpi) => (
                <KpiTile
                  key={kpi.id}
                  kpi={kpi}
                  reading={readings.get(kpi.id)}
                  asOf={asOf}
                  isStale={status === "lost"}
                />
              ))}
            </div>
          </div>
        );
      })}
      <KpiPanel kpis={kpis} readings={readings} asOf={asOf} />
    </div>
  );
}
