import { isIn, type Span } from "../../facts/window.ts";
import type { Facts, KpiDefinition } from "../definition.ts";
import { RECEIPT_ROWS, shareOf } from "../definition.ts";

type Activity = {
  /** Different people over a whole window. */
  monthly: { current: number; closed: number; previous: number };
  /** Different people by day, in milliseconds of its beginning; days without any are missing. */
  daily: ReadonlyMap<number, number>;
};

const day = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, 10);

function activityOf({ sql, tenantId, window, once }: Facts): Promise<Activity> {
  return once("activity", async () => {
    const { current, closed, previous } = window;
    const [monthly] = await sql<Activity["monthly"]>(
      // One pass over the people: three times DISTINCT would sort three times.
      `SELECT count(*) FILTER (WHERE current)::int AS current,
         count(*) FILTER (WHERE closed)::int AS closed,
         count(*) FILTER (WHERE previous)::int AS previous
       FROM (
         SELECT bool_or(day >= $2 AND day < $3) AS current, bool_or(day >= $4 AND day < $5) AS closed,
           bool_or(day >= $6 AND day < $7) AS previous
         FROM user_activity WHERE tenant_id = $1 AND day >= $6 AND day < $3 GROUP BY user_id
       ) AS people`,
      [tenantId, ...[current, closed, previous].flatMap((span) => [day(span.from), day(span.to)])],
    );
    const days = await sql<{ day: string; people: number }>(
      `SELECT day::text, count(*)::int AS people FROM user_activity
       WHERE tenant_id = $1 AND day >= $2 AND day < $3 GROUP BY day`,
      [tenantId, day(previous.from), day(current.to)],
    );
    return {
      monthly: monthly ?? { current: 0, closed: 0, previous: 0 },
      daily: new Map(days.map((row) => [Date.parse(row.day), row.people])),
    };
  });
}

/** Mean of the daily people over a span, days without any counting as none. */
function dailyMean({ daily }: Activity, span: Span, days: number): number {
  let sum = 0;
  for (const [at, people] of daily) if (isIn(span, at)) sum += people;
  return sum / days;
}

const common = {
  better: "up",
  window: "30d",
  group: "usage",
  permission: "kpi.product.read",
} as const;

/** How many people work with what the tenant records; systems and API keys are no people. */
export const activityKpis = {
  active_users: {
    ...common,
    label: "Active people",
    formula:
      "Different people with at least one successful event in the audit log in 30 days (UTC).",
    unit: "count",
    query: async (facts) => {
      const { monthly, daily } = await activityOf(facts);
      return {
        value: monthly.current,
        closed: monthly.closed,
        previous: monthly.previous,
        points: facts.window.parts.map((part) => daily.get(part.from) ?? 0),
      };
    },
    receipt: async ({ sql, tenantId, window }) => {
      const rows = await sql<{ person: string; days: number; events: number; all: number }>(
        `SELECT coalesce(max(user_name), user_id) AS person, count(*)::int AS days,
           sum(event_count)::float8 AS events, (count(*) OVER ())::int AS all
         FROM user_activity WHERE tenant_id = $1 AND day >= $2 AND day < $3
         GROUP BY user_id ORDER BY days DESC, events DESC, user_id LIMIT ${RECEIPT_ROWS}`,
        [tenantId, day(window.current.from), day(window.current.to)],
      );
      const all = rows[0]?.all ?? 0;
      return {
        sentence: "One row for each person.",
        columns: [
          { id: "person", label: "Person", kind: "text", isPersonal: true },
          { id: "days", label: "Active days", kind: "count" },
          { id: "events", label: "Events", kind: "count" },
        ],
        rows: rows.map(({ person, days, events }) => ({ person, days, events })),
        more: all - rows.length,
        totals: {},
      };
    },
  },
  stickiness: {
    ...common,
    label: "Stickiness",
    formula: "Active people on a mean day, divided by active people in 30 days (DAU / MAU).",
    unit: "ratio",
    query: async (facts) => {
      const activity = await activityOf(facts);
      const { monthly, daily } = activity;
      const { current, closed, previous, parts } = facts.window;
      const value = shareOf(dailyMean(activity, current, parts.length), monthly.current);
      return {
        value,
        ...(value === null && { reason: "Nobody was active in the period." }),
        closed: shareOf(dailyMean(activity, closed, parts.length), monthly.closed),
        previous: shareOf(dailyMean(activity, previous, parts.length), monthly.previous),
        points: parts.map((part) => shareOf(daily.get(part.from) ?? 0, monthly.current)),
      };
    },
    receipt: async (facts) => {
      const { monthly, daily } = await activityOf(facts);
      const rows = facts.window.parts.map((part) => ({
        day: day(part.from),
        people: daily.get(part.from) ?? 0,
      }));
      const people = rows.reduce((sum, row) => sum + row.people, 0);
      return {
        sentence: `The mean of the ${rows.length} days, divided by the ${monthly.current} people active in them.`,
        columns: [
          { id: "day", label: "Day (UTC)", kind: "text" },
          { id: "people", label: "Active people", kind: "count" },
        ],
        rows: rows.reverse(),
        more: 0,
        totals: { people },
      };
    },
  },
} as const satisfies Record<string, KpiDefinition>;
