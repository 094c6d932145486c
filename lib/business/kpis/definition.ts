import type { PermissionId } from "../../authz/catalogue/permissions.ts";
import type { Sql } from "../../platform/db.ts";
import type { Span, Window } from "../facts/window.ts";
import type { KpiDescription, KpiReceipt } from "./schema.ts";

/** What a definition reads from: one tenant's rows in one transaction, for one window. */
export type Facts = {
  sql: Sql;
  tenantId: string;
  window: Window;
  /** Lets the KPIs of a group share one read. */
  once: <T>(name: string, load: () => Promise<T>) => Promise<T>;
};

export type Measured = {
  /** Over the current window; null with a reason when nothing can be said. */
  value: number | null;
  reason?: string;
  /** Over the closed and the previous window, which can be compared. */
  closed: number | null;
  previous: number | null;
  /** The same over each part of the window. */
  points: readonly (number | null)[];
};

export type Receipt = Pick<KpiReceipt, "sentence" | "columns" | "rows" | "more" | "totals">;

/** A KPI: what it is in words, who may see it, how it is computed, and the rows that prove it. */
export type KpiDefinition = Omit<KpiDescription, "id"> & {
  permission: PermissionId;
  query: (facts: Facts) => Promise<Measured>;
  /** The rows behind the current value, at most RECEIPT_ROWS of them, and what they sum to. */
  receipt: (facts: Facts) => Promise<Receipt>;
};

/** Rows of a receipt that are listed; the others are counted. */
export const RECEIPT_ROWS = 200;

/** Applies a measure to every span that a reading consists of. */
export function measureOver(
  { current, closed, previous, parts }: Window,
  measure: (span: Span) => number | null,
): Measured {
  return {
    value: measure(current),
    closed: measure(closed),
    previous: measure(previous),
    points: parts.map(measure),
  };
}

/** The same, with the reason to give when there is no value. */
export function orReason(measured: Measured, reason: string): Measured {
  return measured.value === null ? { ...measured, reason } : measured;
}

/** A share, or null when there is nothing to take a share of: never 0, never NaN. */
export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
