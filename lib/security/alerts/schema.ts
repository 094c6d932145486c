import { z } from "zod";
import type { AuditRow } from "../../events/schema.ts";
import { type Severity, severities } from "../rules/schema.ts";

export const alertStates = ["open", "acknowledged", "resolved"] as const;
export const verdicts = ["true_positive", "benign", "false_positive"] as const;

export type AlertState = (typeof alertStates)[number];
export type Verdict = (typeof verdicts)[number];

/** An alert in a list. Times are ISO 8601. */
export type AlertRow = {
  id: string;
  ruleId: string;
  /** "12 failed log-ins for ada@example.com". */
  title: string;
  severity: Severity;
  state: AlertState;
  verdict: Verdict | null;
  /** What the rule counts by, and its value: `account`, `ada@example.com`. */
  groupBy: string;
  groupValue: string;
  eventCount: number;
  firstEventAt: string;
  lastEventAt: string;
  createdAt: string;
};

export type AlertPage = {
  rows: AlertRow[];
  nextCursor: string | null;
  previousCursor: string | null;
};

/** One step of an alert's history. */
export type AlertChange = {
  id: string;
  change: "raised" | "acknowledged" | "resolved" | "reopened";
  verdict: Verdict | null;
  comment: string | null;
  actorType: string;
  actorName: string;
  changedAt: string;
};

/** An alert whole: what the rule looks for, what triggered it, and who did what. */
export type AlertDetail = AlertRow & {
  ruleName: string;
  /** The rule in plain words. */
  ruleSentence: string;
  /** Latest first; at most ALERT_EVENTS of them. */
  events: AuditRow[];
  /** Oldest first. */
  changes: AlertChange[];
};

/** Triggering events that an alert's panel shows. */
export const ALERT_EVENTS = 100;

const list = <T extends readonly [string, ...string[]]>(values: T) =>
  z.union([z.enum(values).transform((value) => [value]), z.array(z.enum(values))]).optional();

export const alertFilters = z.object({
  state: list(alertStates).describe("Only alerts in these states."),
  severity: list(severities).describe("Only alerts of these severities."),
});
export type AlertFilters = {
  state?: AlertState[] | undefined;
  severity?: Severity[] | undefined;
};

export const alertInput = z.strictObject({ alertId: z.uuid() });
export const resolveAlertInput = z.strictObject({
  alertId: z.uuid(),
  verdict: z.enum(verdicts, "Choose what it turned out to be."),
  comment: z
    .string()
    .trim()
    .min(1, "Say in a few words how you know.")
    .max(2_000, "Use at most 2,000 characters."),
});
export const reopenAlertInput = z.strictObject({
  alertId: z.uuid(),
  comment: z
    .string()
    .trim()
    .min(1, "Say why it is open again.")
    .max(2_000, "Use at most 2,000 characters."),
});
