"use client";

import { Area, AreaChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatHour, formatShortDay } from "#components/ui/format-time.ts";
import { useLocale } from "#components/ui/locale-context.tsx";

export type ChartPoint = { at: string; value: number | null };

type KpiChartProps = {
  points: readonly ChartPoint[];
  /** Days are told by their date, hours by their time. */
  step: "hour" | "day";
  format: (value: number) => string;
};

/** The points of a KPI with their scale; `ChartTable` says the same in words. */
export function KpiChart({ points, step, format }: KpiChartProps) {
  const tick = useTick(step);
  return (
    <div aria-hidden className="h-44 text-ink-muted text-xs">
      <ResponsiveContainer width="100%" height="100%">
        <AreaChart data={[...points]} margin={{ top: 8, right: 4, bottom: 0, left: 0 }}>
          <XAxis
            dataKey="at"
            tickFormatter={tick}
            interval="equidistantPreserveStart"
            minTickGap={40}
            tickLine={false}
            axisLine={{ stroke: "var(--line)" }}
            tick={{ fill: "var(--ink-muted)" }}
          />
          <YAxis
            width={64}
            tickFormatter={format}
            tickLine={false}
            axisLine={false}
            tickCount={4}
            tick={{ fill: "var(--ink-muted)" }}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: "var(--line-strong)" }}
            content={({ active, payload }) => {
              const point = payload?.[0]?.payload as ChartPoint | undefined;
              if (!active || !point) return null;
              return (
                <div className="rounded-md border bg-raised px-2 py-1 text-ink shadow-popup">
                  <div className="text-ink-muted">{tick(point.at)}</div>
                  <div className="font-medium">
                    {point.value === null ? "No value" : format(point.value)}
                  </div>
                </div>
              );
            }}
          />
          <Area
            dataKey="value"
            isAnimationActive={false}
            stroke="var(--accent-text)"
            strokeWidth={1.5}
            fill="var(--accent-text)"
            fillOpacity={0.1}
            connectNulls={false}
            dot={false}
          />
        </AreaChart>
      </ResponsiveContainer>
    </div>
  );
}

function useTick(step: "hour" | "day"): (at: string) => string {
  const { timeZone, locale } = useLocale();
  return (at) =>
    // Days are days in UTC, whatever zone the reader is in.
    step === "day"
      ? formatShortDay(Date.parse(at), locale)
      : formatHour(Date.parse(at), timeZone, locale);
}

/** The chart's points as a table, for those who cannot see it, and for those who want the numbers. */
export function ChartTable({ points, step, format }: KpiChartProps) {
  const tick = useTick(step);
  return (
    <details className="mt-1 text-sm">
      <summary className="w-fit cursor-pointer text-ink-muted hover:text-ink">
        Show as table
      </summary>
      <table className="mt-2 w-full">
        <thead>
          <tr className="border-b text-left text-ink-muted">
            <th scope="col" className="py-1 font-medium">
              {step === "day" ? "Day (UTC)" : "Hour from"}
            </th>
            <th scope="col" className="py-1 text-right font-medium">
              Value
            </th>
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map(({ at, value }) => (
            <tr key={at} className="border-b last:border-b-0">
              <td className="py-1">{tick(at)}</td>
              <td className="py-1 text-right">{value === null ? "–" : format(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
