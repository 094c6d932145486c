import { networkFault, TRUST_HINT } from "../../core/network-fault.ts";
import { pool } from "../../platform/db.ts";
import { env } from "../../platform/env.ts";
import { log } from "../../platform/log.ts";
import type { Job } from "../job.ts";

/** Slower than this counts as down: nobody waits that long. */
const PATIENCE_MS = 5_000;

/** Why the last check failed: the log says it once, not every minute. */
let knownReason: string | null = null;

/** Asks the installation, from outside, whether it is ready, and writes down what it said. */
export const checkUptime: Job<"kpis.check_uptime"> = {
  schedule: "* * * * *",
  run: async () => {
    const { PUBLIC_URL, UPTIME_URL } = env();
    const started = performance.now();
    const url = UPTIME_URL ?? new URL("/readyz", PUBLIC_URL).href;
    const reason = await faultOf(url);
    if (reason && reason !== knownReason) {
      log.warn({ url, reason }, "the uptime check failed");
    }
    knownReason = reason;
    const durationMs = Math.round(performance.now() - started);
    // A minute in which one of two checks failed was not up.
    await pool("worker").query(
      `INSERT INTO uptime_checks AS known (minute, ok, duration_ms, reason)
       VALUES (date_trunc('minute', now()), $1, $2, $3)
       ON CONFLICT (minute) DO UPDATE SET ok = known.ok AND excluded.ok,
         duration_ms = excluded.duration_ms, reason = coalesce(known.reason, excluded.reason)`,
      [reason === null, durationMs, reason],
    );
  },
};

/** Why it is not ready; null when it is. */
async function faultOf(url: string): Promise<string | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    await response.body?.cancel();
    return response.ok ? null : `It answered with ${response.status}.`;
  } catch (error) {
    const { message, isCertificate } = networkFault(error);
    return isCertificate ? `Its certificate is not believed: ${message}. ${TRUST_HINT}.` : message;
  }
}
