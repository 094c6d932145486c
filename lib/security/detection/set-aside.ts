import type { ArrivedEvent } from "../../events/arrivals.ts";
import type { Sql } from "../../platform/db.ts";
import { normalize } from "../rules/normalized-event.ts";
import { unevaluatedEvents } from "../rules/unevaluated-events.ts";
import { correlate } from "./detect.ts";
import { matchesOf } from "./matches.ts";

const RULE_ID = "unevaluated_events";
/** What of an error is kept and shown. */
const MAX_REASON_LENGTH = 1_000;

/**
 * Writes down that an event cannot be evaluated, and raises an alert about it or lets the one grow
 * that there is: whoever can make such an event escapes every rule with it.
 */
export async function setAside(
  sql: Sql,
  tenantId: string,
  event: ArrivedEvent,
  error: unknown,
): Promise<void> {
  const reason = reasonOf(error);
  await sql(
    `INSERT INTO unevaluated_events (tenant_id, event_id, error) VALUES ($1, $2, $3)
     ON CONFLICT DO NOTHING`,
    [tenantId, event.id, reason],
  );
  for (const correlation of unevaluatedEvents.correlations) {
    const scope = { sql, tenantId, ruleId: RULE_ID, rule: unevaluatedEvents, correlation };
    await correlate(scope, matchesOf(scope, [normalize(event)]), undefined, reason);
  }
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll("\0", "").slice(0, MAX_REASON_LENGTH).toWellFormed();
}
