"use client";

import { ArrowDown, ArrowUp, Minus, WifiOff } from "lucide-react";
import { Sparkline } from "#components/charts/sparkline.tsx";
import { isPlainClick, useListHref } from "#components/data-table/table-link.tsx";
import { usePanel } from "#components/data-table/use-panel.ts";
import { cn } from "#components/ui/cn.ts";
import { useLocale } from "#components/ui/locale-context.tsx";
import type { KpiDescription, KpiReading } from "#lib/business/kpis/schema";
import { AsOf } from "./as-of.tsx";
import { describeChange, formatKpi } from "./format-kpi.ts";
import { KPI_PARAM } from "./kpi-param.ts";

const before = { "24h": "previous 24 h", "30d": "previous 30 d" } as const;

type KpiTileProps = {
  kpi: KpiDescription;
  reading: KpiReading | undefined;
  asOf: string;
  /** The connection is lost: what is shown may no longer be so. */
  isStale: boolean;
};

/** A KPI at a glance. It opens the panel that explains it. */
export function KpiTile({ kpi, reading, asOf, isStale }: KpiTileProps) {
  const panel = usePanel(KPI_PARAM);
  const hrefOf = useListHref();
  const { locale } = useLocale();
  const value = reading?.value ?? null;
  return (
    <a
      href={hrefOf({ [KPI_PARAM]: kpi.id })}
      onClick={(event) => {
        if (!isPlainClick(event)) return;
        event.preventDefault();
        panel.open(kpi.id);
      }}
      aria-current={panel.id === kpi.id ? "true" : undefined}
      data-kpi={kpi.id}
      className={cn(
        "flex min-h-40 flex-col rounded-lg border bg-raised p-4 hover:border-line-strong",
        panel.id === kpi.id && "border-accent",
      )}
    >
      <span className="truncate text-ink-muted text-sm" title={kpi.label}>
        {kpi.label}
      </span>
      <span
        data-kpi-value
        className={cn(
          "mt-1 font-semibold text-2xl text-ink leading-8 tracking-tight",
          isStale && "text-ink-muted",
        )}
      >
        {value === null ? (
          <span className="text-ink-faint">–</span>
        ) : (
          formatKpi(value, kpi.unit, locale)
        )}
      </span>
      <span className="min-h-5 text-sm">
        {value === null ? (
          <span className="text-ink-muted">{reading?.reason ?? "Not computed yet."}</span>
        ) : (
          <ChangeMark kpi={kpi} reading={reading} />
        )}
      </span>
      <Sparkline
        values={reading?.points.map((point) => point.value) ?? []}
        className={cn("mt-auto h-9 w-full pt-2", isStale && "opacity-50")}
      />
      <span className="mt-2 flex min-h-8 items-start gap-1.5 text-ink-muted text-xs">
        {isStale ? <WifiOff aria-hidden className="size-3.5 shrink-0 text-warning" /> : null}
        <span>
          {isStale ? <span className="text-warning">Connection lost, </span> : null}
          <AsOf value={asOf} />
        </span>
      </span>
    </a>
  );
}

const arrows = { up: ArrowUp, down: ArrowDown, none: Minus } as const;

function ChangeMark({ kpi, reading }: { kpi: KpiDescription; reading: KpiReading | undefined }) {
  const { locale } = useLocale();
  if (reading?.change === null || reading?.change === undefined) {
    const was = reading?.previous;
    const words = was === 0 ? `0 in the ${before[kpi.window]}` : "Nothing to compare with yet";
    return <span className="text-ink-muted">{words}</span>;
  }
  const { text, direction, isBetter } = describeChange(reading.change, kpi, locale);
  const Arrow = arrows[direction];
  const judgement = isBetter === null ? "no change" : isBetter ? "better" : "worse";
  return (
    <span className="flex items-center gap-1 text-ink-muted">
      <span
        className={cn(
          "inline-flex items-center gap-0.5 font-medium",
          isBetter === true && "text-success",
          isBetter === false && "text-danger",
        )}
      >
        <Arrow aria-hidden className="size-3.5" />
        {direction === "down" ? <span className="sr-only">down </span> : null}
        {text}
        <span className="sr-only">, {judgement}</span>
      </span>
      <span className="truncate">vs {before[kpi.window]}</span>
    </span>
  );
}
