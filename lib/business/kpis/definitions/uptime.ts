import { bounds, isIn, SLOT_MS, type Span } from "../../facts/window.ts";
import type { Facts, KpiDefinition } from "../definition.ts";
import { measureOver, orReason, shareOf } from "../definition.ts";

type Slot = { slot: Date; up: number; down: number };

const MINUTE_MS = 60_000;

function readSlots({ sql, window }: Facts): Promise<Slot[]> {
  return sql<Slot>(
    `SELECT date_bin(make_interval(secs => $3), minute, timestamptz 'epoch') AS slot,
       count(*) FILTER (WHERE ok)::int AS up, count(*) FILTER (WHERE NOT ok)::int AS down
     FROM uptime_checks WHERE minute >= $1 AND minute < $2 GROUP BY 1`,
    [...bounds({ from: window.previous.from, to: window.current.to }), SLOT_MS / 1000],
  );
}

function checksIn(slots: readonly Slot[], span: Span): { up: number; down: number } {
  const within = slots.filter(({ slot }) => isIn(span, slot.getTime()));
  return {
    up: within.reduce((sum, slot) => sum + slot.up, 0),
    down: within.reduce((sum, slot) => sum + slot.down, 0),
  };
}

function uptimeIn(slots: readonly Slot[], span: Span): number | null {
  const { up, down } = checksIn(slots, span);
  return shareOf(up, up + down);
}

/** Whether the installation answers, as its worker sees it once a minute. */
export const uptimeKpis = {
  uptime: {
    label: "Uptime",
    formula:
      "Checks that were answered as ready, divided by all checks, one a minute. A minute without a check is unknown: neither up nor down.",
    unit: "ratio",
    better: "up",
    window: "24h",
    group: "service",
    permission: "kpi.product.read",
    query: async (facts) => {
      const slots = await readSlots(facts);
      const measured = measureOver(facts.window, (span) => uptimeIn(slots, span));
      return orReason(measured, "No check has run in the period.");
    },
    receipt: async (facts) => {
      const slots = await readSlots(facts);
      const { now, parts } = facts.window;
      const rows = parts.map((part) => {
        const { up, down } = checksIn(slots, part);
        const minutes = Math.floor((Math.min(part.to, now) - part.from) / MINUTE_MS);
        const unknown = Math.max(0, minutes - up - down);
        return { from: new Date(part.from).toISOString(), up, down, unknown };
      });
      const sum = (key: "up" | "down" | "unknown") => rows.reduce((n, row) => n + row[key], 0);
      return {
        sentence: "Minutes up divided by minutes up and down; unknown minutes count as neither.",
        columns: [
          { id: "from", label: "Hour from", kind: "time" },
          { id: "up", label: "Up", kind: "count" },
          { id: "down", label: "Down", kind: "count" },
          { id: "unknown", label: "Unknown", kind: "count" },
        ],
        totals: { up: sum("up"), down: sum("down"), unknown: sum("unknown") },
        rows: rows.reverse(),
        more: 0,
      };
    },
  },
} as const satisfies Record<string, KpiDefinition>;
