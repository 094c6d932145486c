import { bounds, isIn, type Span } from "../../facts/window.ts";
import type { Facts, KpiDefinition } from "../definition.ts";
import { measureOver, orReason, shareOf } from "../definition.ts";

type Slot = { slot: Date; hits: number; misses: number };

function hitRate(slots: readonly Slot[], span: Span): number | null {
  let hits = 0;
  let all = 0;
  for (const { slot, hits: hit, misses } of slots) {
    if (!isIn(span, slot.getTime())) continue;
    hits += hit;
    all += hit + misses;
  }
  return shareOf(hits, all);
}

function readSlots({ sql, tenantId, window }: Facts): Promise<Slot[]> {
  return sql<Slot>(
    `SELECT slot, sum(hits)::float8 AS hits, sum(misses)::float8 AS misses FROM cache_metrics
     WHERE tenant_id = $1 AND slot >= $2 AND slot < $3 GROUP BY slot`,
    [tenantId, ...bounds({ from: window.previous.from, to: window.current.to })],
  );
}

/** How often an answer was there already. */
export const cacheKpis = {
  cache_hit_rate: {
    label: "Cache hit rate",
    formula: "Answers found in the cache, divided by all times that it was asked.",
    unit: "ratio",
    better: "up",
    window: "24h",
    group: "service",
    permission: "kpi.product.read",
    query: async (facts) => {
      const slots = await readSlots(facts);
      const measured = measureOver(facts.window, (span) => hitRate(slots, span));
      return orReason(measured, "The cache was not asked in the period.");
    },
    receipt: async ({ sql, tenantId, window }) => {
      const rows = await sql<{ kind: string; hits: number; misses: number }>(
        `SELECT kind, sum(hits)::float8 AS hits, sum(misses)::float8 AS misses FROM cache_metrics
         WHERE tenant_id = $1 AND slot >= $2 AND slot < $3 GROUP BY kind ORDER BY hits DESC, kind`,
        [tenantId, ...bounds(window.current)],
      );
      return {
        sentence: "Hits divided by hits and misses together, over all kinds.",
        columns: [
          { id: "kind", label: "Kind", kind: "text" },
          { id: "hits", label: "Hits", kind: "count" },
          { id: "misses", label: "Misses", kind: "count" },
        ],
        rows,
        more: 0,
        totals: {
          hits: rows.reduce((sum, row) => sum + row.hits, 0),
          misses: rows.reduce((sum, row) => sum + row.misses, 0),
        },
      };
    },
  },
} as const satisfies Record<string, KpiDefinition>;
