import { recordEvents } from "../../events/record.ts";
import { bytesOf, type Waiting } from "./matches.ts";
import { detection, parametersOf, type Scope } from "./scope.ts";

const insertAlerts = `
  WITH raised AS (
    INSERT INTO alerts (tenant_id, id, rule_id, group_by, group_key, group_value, severity,
      event_count, first_event_at, last_event_at)
    SELECT $1, b.id, $2, $3, b.group_key, b.label, $4, b.count, b.first, b.last
    FROM unnest($5::uuid[], $6::bytea[], $7::text[], $8::int[], $9::timestamptz[],
      $10::timestamptz[]) AS b (id, group_key, label, count, first, last)
    RETURNING id
  )
  INSERT INTO alert_changes (tenant_id, alert_id, change, comment, actor_type, actor_id, actor_name)
  SELECT $1, id, 'raised', $11, $12, $13, $14 FROM raised`;

/**
 * Raises an alert for each burst, with its matches, and records that it did.
 * @param comment stands in the alerts' history, beside that they were raised.
 * @returns the ids of the alerts, in the order of the bursts.
 */
export async function raiseAlerts(
  scope: Scope,
  bursts: readonly (readonly Waiting[])[],
  comment: string | null = null,
): Promise<string[]> {
  if (bursts.length === 0) return [];
  const { sql, tenantId, ruleId, rule, correlation } = scope;
  const ids = await sql<{ id: string }>("SELECT uuidv7() AS id FROM generate_series(1, $1::int)", [
    bursts.length,
  ]);
  const alerts = bursts.map((matches, index) => {
    const [first, last] = [matches[0], matches.at(-1)];
    const id = ids[index]?.id;
    if (!first || !last || id === undefined) throw new Error("a burst has no match");
    return { id, first, last, matches };
  });
  await sql(insertAlerts, [
    tenantId,
    ruleId,
    correlation.groupBy,
    rule.severity,
    alerts.map(({ id }) => id),
    alerts.map(({ first }) => bytesOf(first.groupKey)),
    alerts.map(({ last }) => last.label),
    alerts.map(({ matches }) => matches.length),
    alerts.map(({ first }) => first.occurredAt.toISOString()),
    alerts.map(({ last }) => last.occurredAt.toISOString()),
    comment,
    detection.kind,
    detection.id,
    detection.name,
  ]);
  await sql(
    `UPDATE rule_matches m SET alert_id = b.alert_id
     FROM unnest($4::uuid[], $5::uuid[]) AS b (event_id, alert_id)
     WHERE m.tenant_id = $1 AND m.rule_id = $2 AND m.group_by = $3 AND m.event_id = b.event_id`,
    [
      ...parametersOf(scope),
      alerts.flatMap(({ matches }) => matches.map((match) => match.eventId)),
      alerts.flatMap(({ id, matches }) => matches.map(() => id)),
    ],
  );
  await recordEvents(
    sql,
    tenantId,
    detection,
    alerts.map(({ id, last: { label }, matches }) => ({
      action: "alert.raised",
      target: { type: "alert", id, name: correlation.title(matches.length, label) },
      details: { rule: ruleId, groupBy: correlation.groupBy, group: label, events: matches.length },
    })),
  );
  return alerts.map(({ id }) => id);
}
