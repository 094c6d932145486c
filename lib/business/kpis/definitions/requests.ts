import { boundsOf, mergeBuckets, percentileOf } from "../../../core/histogram.ts";
import { bounds, isIn } from "../../facts/window.ts";
import type { Facts, KpiDefinition, Measured, Receipt } from "../definition.ts";
import { measureOver, orReason, shareOf } from "../definition.ts";

type Slot = { at: number; requests: number; errors: number; latency: Map<number, number> };
type StoredSlot = { slot: Date; requests: number; errors: number };
type StoredBucket = { slot: Date; bucket: number; count: number };

/** Both windows of API requests by slot, over all routes and processes. */
function slotsOf({ sql, tenantId, window, once }: Facts): Promise<Slot[]> {
  return once("requests", async () => {
    const parameters = [tenantId, ...bounds({ from: window.previous.from, to: window.current.to })];
    const rows = await sql<StoredSlot>(
      `SELECT slot, sum(requests)::float8 AS requests, sum(server_errors)::float8 AS errors
       FROM request_metrics WHERE tenant_id = $1 AND slot >= $2 AND slot < $3 GROUP BY slot`,
      parameters,
    );
    const buckets = await sql<StoredBucket>(
      `SELECT slot, h.bucket, sum(h.count)::float8 AS count
       FROM request_metrics, unnest(latency_buckets, latency_counts) AS h (bucket, count)
       WHERE tenant_id = $1 AND slot >= $2 AND slot < $3 GROUP BY slot, h.bucket`,
      parameters,
    );
    const bySlot = Map.groupBy(buckets, ({ slot }) => slot.getTime());
    return rows.map(({ slot, requests, errors }) => ({
      at: slot.getTime(),
      requests,
      errors,
      latency: new Map(
        bySlot.get(slot.getTime())?.map(({ bucket, count }) => [bucket, count] as const),
      ),
    }));
  });
}

async function measured(
  facts: Facts,
  measure: (slots: Slot[]) => number | null,
): Promise<Measured> {
  const slots = await slotsOf(facts);
  return measureOver(facts.window, (span) => measure(slots.filter(({ at }) => isIn(span, at))));
}

const requestsIn = (slots: readonly Slot[]) => slots.reduce((sum, slot) => sum + slot.requests, 0);
const errorsIn = (slots: readonly Slot[]) => slots.reduce((sum, slot) => sum + slot.errors, 0);

/** Percentiles come from merged histograms: averaging those of slots or routes would be wrong. */
function latency(share: number, atLeast: number): KpiDefinition["query"] {
  return async (facts) => {
    const result = await measured(facts, (slots) =>
      requestsIn(slots) < atLeast
        ? null
        : percentileOf(mergeBuckets(slots.map((slot) => slot.latency)), share),
    );
    return orReason(result, `Needs at least ${atLeast} calls in the period.`);
  };
}

async function routesReceipt({ sql, tenantId, window }: Facts, sentence: string): Promise<Receipt> {
  const rows = await sql<{ route: string; calls: number; errors: number }>(
    `SELECT route, sum(requests)::float8 AS calls, sum(server_errors)::float8 AS errors
     FROM request_metrics WHERE tenant_id = $1 AND slot >= $2 AND slot < $3
     GROUP BY route ORDER BY calls DESC, route`,
    [tenantId, ...bounds(window.current)],
  );
  return {
    sentence,
    columns: [
      { id: "route", label: "Route", kind: "text" },
      { id: "calls", label: "Calls", kind: "count" },
      { id: "errors", label: "Server errors", kind: "count" },
    ],
    rows,
    more: 0,
    totals: {
      calls: rows.reduce((sum, row) => sum + row.calls, 0),
      errors: rows.reduce((sum, row) => sum + row.errors, 0),
    },
  };
}

async function latencyReceipt(facts: Facts, share: number): Promise<Receipt> {
  const slots = (await slotsOf(facts)).filter(({ at }) => isIn(facts.window.current, at));
  const merged = [...mergeBuckets(slots.map((slot) => slot.latency))].sort(([a], [b]) => a - b);
  const calls = merged.reduce((sum, [, count]) => sum + count, 0);
  let reached = 0;
  const rows = merged.map(([bucket, count]) => {
    const [fromMs, toMs] = boundsOf(bucket);
    reached += count;
    return { from: fromMs, to: toMs, calls: count, upTo: reached / calls };
  });
  return {
    sentence: `Calls by how long they took. The value lies in the first row that reaches ${share * 100} %.`,
    columns: [
      { id: "from", label: "From", kind: "ms" },
      { id: "to", label: "Up to", kind: "ms" },
      { id: "calls", label: "Calls", kind: "count" },
      { id: "upTo", label: "So far", kind: "share" },
    ],
    rows,
    more: 0,
    totals: { calls },
  };
}

const common = {
  better: "down",
  window: "24h",
  group: "service",
  permission: "kpi.product.read",
} as const;

/** How much the API is used and how well it answers; health checks are not among its calls. */
export const requestKpis = {
  api_calls: {
    ...common,
    label: "API calls",
    formula: "The number of API requests made with an API key, whatever their outcome.",
    unit: "count",
    better: "up",
    group: "usage",
    query: async (facts) => {
      const result = await measured(facts, requestsIn);
      return { ...result, value: result.value ?? 0 };
    },
    receipt: (facts) => routesReceipt(facts, "The sum of the calls of all routes."),
  },
  api_latency_p95: {
    ...common,
    label: "API latency, 95th percentile",
    formula: "95 of 100 API requests were answered at least this fast, from merged histograms.",
    unit: "ms",
    query: latency(0.95, 20),
    receipt: (facts) => latencyReceipt(facts, 0.95),
  },
  api_latency_p99: {
    ...common,
    label: "API latency, 99th percentile",
    formula: "99 of 100 API requests were answered at least this fast, from merged histograms.",
    unit: "ms",
    query: latency(0.99, 100),
    receipt: (facts) => latencyReceipt(facts, 0.99),
  },
  api_error_rate: {
    ...common,
    label: "Server error rate",
    formula: "API requests answered with a status of 500 or above, divided by all API requests.",
    unit: "ratio",
    query: async (facts) => {
      const result = await measured(facts, (slots) => shareOf(errorsIn(slots), requestsIn(slots)));
      return orReason(result, "No calls in the period.");
    },
    receipt: (facts) => routesReceipt(facts, "Server errors divided by calls, over all routes."),
  },
} as const satisfies Record<string, KpiDefinition>;
