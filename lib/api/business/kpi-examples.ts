import type { z } from "zod";
import type {
  KpiDescription,
  KpiReceipt,
  KpiSnapshot,
  kpiReading,
} from "../../business/kpis/schema.ts";

const asOf = "2026-11-22T09:30:00.000Z";

export const exampleKpi: KpiDescription = {
  id: "api_calls",
  label: "API calls",
  formula: "The number of API requests made with an API key, whatever their outcome.",
  unit: "count",
  better: "up",
  window: "24h",
  group: "usage",
};

const reading: z.infer<typeof kpiReading> = {
  id: "api_calls",
  value: 1830,
  reason: null,
  previous: 1700,
  change: 0.074,
  points: [{ at: "2026-11-21T09:35:00.000Z", value: 71 }],
};

export const exampleSnapshot: KpiSnapshot = { asOf, kpis: [reading] };

export const exampleReceipt: KpiReceipt = {
  id: "api_calls",
  asOf,
  value: 1830,
  sentence: "The sum of the calls of all routes.",
  columns: [
    { id: "route", label: "Route", kind: "text" },
    { id: "calls", label: "Calls", kind: "count" },
  ],
  rows: [{ route: "POST /audit/events", calls: 1830 }],
  more: 0,
  totals: { calls: 1830 },
  hidden: [],
};
