import { bytesOf, type Match, spansOf } from "./matches.ts";
import { parametersOf, type Scope } from "./scope.ts";

/** A match that joins brings others near; what is left after so many rounds is left to `grow`. */
const ROUNDS = 3;

// Alerts of a group that are worked on lie farther than a window apart, so the first one that has not
// ended a window before the match is the one that it can belong to.
const joinNear = `
  WITH near AS (
    SELECT fresh.event_id, alert.id
    FROM unnest($4::uuid[], $5::bytea[], $6::timestamptz[], $7::timestamptz[])
      AS fresh (event_id, group_key, opens, closes)
    CROSS JOIN LATERAL (
      SELECT id, first_event_at FROM alerts
      WHERE tenant_id = $1 AND rule_id = $2 AND group_by = $3 AND group_key = fresh.group_key
        AND state <> 'resolved' AND merged_into IS NULL AND last_event_at >= fresh.opens
      ORDER BY last_event_at LIMIT 1
    ) AS alert
    WHERE alert.first_event_at <= fresh.closes
  ), joining AS (
    UPDATE rule_matches m SET alert_id = near.id FROM near
    WHERE m.tenant_id = $1 AND m.rule_id = $2 AND m.group_by = $3 AND m.event_id = near.event_id
      AND m.alert_id IS NULL
    RETURNING m.event_id, m.occurred_at, near.id
  ), sums AS (
    SELECT id, count(*)::int AS count, min(occurred_at) AS first, max(occurred_at) AS last
    FROM joining GROUP BY id
  ), grown AS (
    UPDATE alerts a SET event_count = event_count + sums.count,
      first_event_at = least(first_event_at, sums.first),
      last_event_at = greatest(last_event_at, sums.last)
    FROM sums WHERE a.tenant_id = $1 AND a.id = sums.id
  )
  SELECT event_id AS "eventId", id AS "alertId" FROM joining`;

/**
 * Gives new matches to the alerts that they lie within a window of, if nobody has resolved them: an
 * attack that goes on is one alert.
 * @returns the matches that joined none, and the ids of the alerts that grew.
 */
export async function joinAlerts(
  scope: Scope,
  fresh: readonly Match[],
): Promise<{ left: Match[]; grown: string[] }> {
  const grown = new Set<string>();
  let left = [...fresh];
  for (let round = 0; round < ROUNDS && left.length > 0; round++) {
    const { opens, closes } = spansOf(scope, left);
    const joined = await scope.sql<{ eventId: string; alertId: string }>(joinNear, [
      ...parametersOf(scope),
      left.map((match) => match.eventId),
      left.map((match) => bytesOf(match.groupKey)),
      opens,
      closes,
    ]);
    if (joined.length === 0) break;
    for (const { alertId } of joined) grown.add(alertId);
    const gone = new Set(joined.map(({ eventId }) => eventId));
    left = left.filter(({ eventId }) => !gone.has(eventId));
  }
  return { left, grown: [...grown] };
}
