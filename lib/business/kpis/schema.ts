import { z } from "zod";

export const kpiUnits = ["count", "ratio", "ms"] as const;
export const kpiWindows = ["24h", "30d"] as const;

/** What a KPI is, in words; the same for every tenant. */
export const kpiDescription = z.object({
  id: z.string(),
  label: z.string(),
  formula: z.string().describe("How it is computed, in plain words."),
  unit: z.enum(kpiUnits).describe("A ratio is a fraction: 0.0171 is 1.71 %."),
  better: z.enum(["up", "down"]),
  window: z.enum(kpiWindows).describe("The period that the value covers, ending now."),
  group: z.enum(["usage", "service", "security"]),
});
export type KpiDescription = z.infer<typeof kpiDescription>;

/** What a KPI says now. */
export const kpiReading = z.object({
  id: z.string(),
  value: z.number().nullable(),
  /** Why there is no value. */
  reason: z.string().nullable(),
  /** Over the equal period before, complete parts only; null when it cannot be told. */
  previous: z.number().nullable(),
  /**
   * Against the equal period before: relative for counts and milliseconds (0.12 = 12 % more), in
   * fractions of one for ratios (0.02 = two percentage points). Null when it cannot be told.
   */
  change: z.number().nullable(),
  /** The sparkline, oldest first, over equal parts of the window; the last one is still running. */
  points: z.array(z.object({ at: z.iso.datetime(), value: z.number().nullable() })),
});
export type KpiReading = z.infer<typeof kpiReading>;

/** All readings of a tenant at one time. */
export const kpiSnapshot = z.object({ asOf: z.iso.datetime(), kpis: z.array(kpiReading) });
export type KpiSnapshot = z.infer<typeof kpiSnapshot>;

/** How a column's values are shown. `share` is a fraction. */
const receiptColumn = z.object({
  id: z.string(),
  label: z.string(),
  kind: z.enum(["text", "count", "ms", "share", "time", "event", "alert"]),
  /** Says whom a row is about: shown only with the permission `kpi.personal_data.read`. */
  isPersonal: z.boolean().optional(),
});

/** The rows that a value comes from. */
export const kpiReceipt = z.object({
  id: z.string(),
  asOf: z.iso.datetime(),
  value: z.number().nullable(),
  /** How the rows make the value: "The sum of calls." */
  sentence: z.string(),
  columns: z.array(receiptColumn),
  rows: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()]))),
  /** Rows beyond the shown ones; the totals include them. */
  more: z.int(),
  /** Sums by column id, where a sum means something. */
  totals: z.record(z.string(), z.number()),
  /** Labels of the columns that were left out, because they say whom a row is about. */
  hidden: z.array(z.string()),
});
export type KpiReceipt = z.infer<typeof kpiReceipt>;
export type ReceiptColumn = z.infer<typeof receiptColumn>;
