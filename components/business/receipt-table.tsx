"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { formatNumber } from "#components/ui/format-number.ts";
import { useLocale } from "#components/ui/locale-context.tsx";
import { AbsoluteTime } from "#components/ui/relative-time.tsx";
import type { KpiReceipt, ReceiptColumn } from "#lib/business/kpis/schema";
import { formatKpi } from "./format-kpi.ts";

const units = { count: "count", ms: "ms", share: "ratio" } as const;
const links = {
  event: { page: "/audit?event=", words: "Event" },
  alert: { page: "/security?view=all&alert=", words: "Alert" },
} as const;

const isNumeric = ({ kind }: ReceiptColumn) => kind in units;

/** The rows that a value comes from, and what they sum to. */
export function ReceiptTable({ receipt }: { receipt: KpiReceipt }) {
  const { sentence, columns, rows, more, totals, hidden } = receipt;
  const { locale } = useLocale();
  // Rows can be alike, where what tells them apart is not shown.
  const numbered = rows.map((row, number) => ({ number, row }));
  const hasTotals = Object.keys(totals).length > 0;
  if (rows.length === 0) return <p className="text-ink-muted text-sm">No rows in this period.</p>;
  return (
    <>
      <p className="text-ink-muted text-sm">
        {sentence}
        {hidden.length > 0
          ? ` Not shown: ${hidden.join(", ")}. Your roles do not allow you to see whom figures are about.`
          : null}
      </p>
      <div className="mt-2 overflow-x-auto">
        <table className="w-full text-sm">
          <thead>
            <tr className="border-b text-ink-muted">
              {columns.map((column) => (
                <Cell key={column.id} column={column} isHeader>
                  {column.label}
                </Cell>
              ))}
            </tr>
          </thead>
          <tbody>
            {numbered.map(({ number, row }) => (
              <tr key={number} className="border-b last:border-b-0">
                {columns.map((column) => (
                  <Cell key={column.id} column={column}>
                    <Value column={column} value={row[column.id] ?? null} />
                  </Cell>
                ))}
              </tr>
            ))}
          </tbody>
          {hasTotals ? (
            <tfoot>
              <tr className="border-t font-medium">
                {columns.map((column, index) => (
                  <Cell key={column.id} column={column}>
                    {totals[column.id] === undefined ? (
                      index === 0 && "Total"
                    ) : (
                      <Value column={column} value={totals[column.id] ?? null} />
                    )}
                  </Cell>
                ))}
              </tr>
            </tfoot>
          ) : null}
        </table>
      </div>
      {more > 0 ? (
        <p className="mt-2 text-ink-muted text-sm">
          And {formatNumber(more, locale)} more {more === 1 ? "row" : "rows"}
          {hasTotals ? ", counted in the totals." : "."}
        </p>
      ) : null}
    </>
  );
}

type CellProps = { column: ReceiptColumn; isHeader?: boolean; children: ReactNode };

function Cell({ column, isHeader = false, children }: CellProps) {
  const className = cn(
    "py-1.5 pr-3 align-top last:pr-0",
    isNumeric(column) ? "whitespace-nowrap text-right" : "break-words text-left",
  );
  if (!isHeader) return <td className={className}>{children}</td>;
  return (
    <th scope="col" className={cn(className, "font-medium")}>
      {children}
    </th>
  );
}

function Value({ column, value }: { column: ReceiptColumn; value: string | number | null }) {
  const { locale } = useLocale();
  if (value === null) return <span className="text-ink-faint">–</span>;
  const { kind } = column;
  if (kind === "time") return <AbsoluteTime value={String(value)} />;
  if (kind === "event" || kind === "alert") {
    return (
      <Link href={`${links[kind].page}${value}`} className="text-accent-text hover:underline">
        {links[kind].words}
      </Link>
    );
  }
  if (kind === "text") return String(value);
  return formatKpi(Number(value), units[kind], locale);
}
