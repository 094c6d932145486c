import { bounds, isIn, SLOT_MS, type Span } from "../../facts/window.ts";
import type { Facts, KpiDefinition } from "../definition.ts";
import { measureOver, RECEIPT_ROWS } from "../definition.ts";

const LOG_IN_RULE = "failed_log_ins";

type Slot = { slot: Date; failures: number };

function readFailures({ sql, tenantId, window }: Facts): Promise<Slot[]> {
  return sql<Slot>(
    `SELECT date_bin(make_interval(secs => $5), occurred_at, timestamptz 'epoch') AS slot,
       count(DISTINCT event_id)::int AS failures
     FROM rule_matches
     WHERE tenant_id = $1 AND rule_id = $2 AND occurred_at >= $3 AND occurred_at < $4 GROUP BY 1`,
    [
      tenantId,
      LOG_IN_RULE,
      ...bounds({ from: window.previous.from, to: window.current.to }),
      SLOT_MS / 1000,
    ],
  );
}

function failuresIn(slots: readonly Slot[], span: Span): number {
  return slots.reduce((sum, row) => sum + (isIn(span, row.slot.getTime()) ? row.failures : 0), 0);
}

type AlertSpan = { created_at: Date; resolved_at: Date | null };

/** Alerts raised before a time and not yet resolved then. */
function openAt(alerts: readonly AlertSpan[], at: number): number {
  return alerts.filter(
    ({ created_at, resolved_at }) =>
      created_at.getTime() <= at && (resolved_at === null || resolved_at.getTime() > at),
  ).length;
}

const common = { unit: "count", better: "down", window: "24h", group: "security" } as const;

export const securityKpis = {
  failed_log_ins: {
    ...common,
    label: "Failed log-ins",
    formula: "Log-ins that failed, here and in the programs that send their events.",
    permission: "kpi.security.read",
    query: async (facts) => {
      const slots = await readFailures(facts);
      return measureOver(facts.window, (span) => failuresIn(slots, span));
    },
    receipt: async ({ sql, tenantId, window }) => {
      const rows = await sql<{
        event: string;
        at: Date;
        account: string | null;
        address: string | null;
        all: number;
      }>(
        `SELECT event_id AS event, min(occurred_at) AS at, (count(*) OVER ())::int AS all,
           max(group_value) FILTER (WHERE group_by = 'account') AS account,
           max(group_value) FILTER (WHERE group_by = 'ip') AS address
         FROM rule_matches
         WHERE tenant_id = $1 AND rule_id = $2 AND occurred_at >= $3 AND occurred_at < $4
         GROUP BY event_id ORDER BY at DESC, event LIMIT ${RECEIPT_ROWS}`,
        [tenantId, LOG_IN_RULE, ...bounds(window.current)],
      );
      return {
        sentence: "One row for each failed log-in.",
        columns: [
          { id: "at", label: "Time", kind: "time" },
          { id: "account", label: "Account", kind: "text", isPersonal: true },
          { id: "address", label: "Address", kind: "text", isPersonal: true },
          { id: "event", label: "Event", kind: "event" },
        ],
        rows: rows.map(({ at, account, address, event }) => ({
          at: at.toISOString(),
          account,
          address,
          event,
        })),
        more: (rows[0]?.all ?? 0) - rows.length,
        totals: {},
      };
    },
  },
  open_alerts: {
    ...common,
    label: "Unresolved alerts",
    formula: "Alerts that are not resolved now, acknowledged ones among them.",
    permission: "kpi.security.read",
    query: async ({ sql, tenantId, window }) => {
      const { now, previous, parts } = window;
      const alerts = await sql<AlertSpan>(
        `SELECT created_at, resolved_at FROM alerts
         WHERE tenant_id = $1 AND merged_into IS NULL AND (resolved_at IS NULL OR resolved_at >= $2)`,
        [tenantId, new Date(previous.from).toISOString()],
      );
      const value = openAt(alerts, now);
      return {
        value,
        closed: value,
        previous: openAt(alerts, now - (window.closed.to - window.closed.from)),
        points: parts.map((part) => openAt(alerts, Math.min(part.to, now))),
      };
    },
    receipt: async ({ sql, tenantId }) => {
      const rows = await sql<{
        alert: string;
        raised: Date;
        severity: string;
        about: string;
        all: number;
      }>(
        `SELECT id AS alert, created_at AS raised, severity, group_value AS about,
           (count(*) OVER ())::int AS all
         FROM alerts WHERE tenant_id = $1 AND merged_into IS NULL AND state <> 'resolved'
         ORDER BY created_at DESC, id DESC LIMIT ${RECEIPT_ROWS}`,
        [tenantId],
      );
      return {
        sentence: "One row for each alert.",
        columns: [
          { id: "raised", label: "Raised", kind: "time" },
          { id: "severity", label: "Severity", kind: "text" },
          { id: "about", label: "About", kind: "text", isPersonal: true },
          { id: "alert", label: "Alert", kind: "alert" },
        ],
        rows: rows.map(({ raised, severity, about, alert }) => ({
          raised: raised.toISOString(),
          severity,
          about,
          alert,
        })),
        more: (rows[0]?.all ?? 0) - rows.length,
        totals: {},
      };
    },
  },
} as const satisfies Record<string, KpiDefinition>;
