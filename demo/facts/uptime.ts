import type { Random } from "../../lib/core/random.ts";
import { MINUTE_MS } from "../calendar.ts";
import { FACT_HOURS, incidentBefore } from "./slots.ts";

/** Whether the installation answered in one minute. */
export type UptimeFact = {
  minute: number;
  ok: boolean;
  durationMs: number;
  /** Why it was not. */
  reason: string | null;
};

/** What it said while it was down, minute by minute. */
const OUTAGE = [
  { after: 6, durationMs: 2_140, reason: "It answered with 503." },
  { after: 7, durationMs: 5_003, reason: "The operation was aborted due to timeout" },
  { after: 8, durationMs: 3_480, reason: "It answered with 503." },
] as const;

/** One check a minute, up to the last whole minute before `now`. */
export function uptimeFacts(random: Random, now: number): UptimeFact[] {
  const end = Math.floor(now / MINUTE_MS) * MINUTE_MS;
  const { from } = incidentBefore(now);
  return Array.from({ length: FACT_HOURS * 60 }, (_, i) => {
    const minute = end - (FACT_HOURS * 60 - i) * MINUTE_MS;
    const outage = OUTAGE.find(({ after }) => minute === from + after * MINUTE_MS);
    if (outage) {
      return { minute, ok: false, durationMs: outage.durationMs, reason: outage.reason };
    }
    const durationMs = Math.round(7 * Math.exp(random.fork(minute).normal(0, 0.4)));
    return { minute, ok: true, durationMs, reason: null };
  });
}
