import type { ArrivedEvent } from "../../events/arrivals.ts";
import type { Sql } from "../../platform/db.ts";

type PersonDay = { day: string; userId: string; name: string | null; events: number };

/**
 * Adds arrived events to the people's days, in the transaction that takes them out of the queue.
 * What failed or was denied is no activity: anybody can try somebody else's name.
 */
export async function recordActivity(
  sql: Sql,
  tenantId: string,
  events: readonly ArrivedEvent[],
): Promise<void> {
  const days = new Map<string, PersonDay>();
  for (const { actorType, actorId, actorName, outcome, occurredAt } of events) {
    if (actorType !== "user" || actorId === null || outcome !== "success") continue;
    const day = occurredAt.toISOString().slice(0, 10);
    const key = `${day} ${actorId}`;
    const known = days.get(key) ?? { day, userId: actorId, name: actorName, events: 0 };
    days.set(key, { ...known, name: actorName ?? known.name, events: known.events + 1 });
  }
  if (days.size === 0) return;
  const rows = [...days.values()];
  await sql(
    `INSERT INTO user_activity AS known (tenant_id, day, user_id, user_name, event_count)
     SELECT $1, a.* FROM unnest($2::date[], $3::text[], $4::text[], $5::int[]) AS a
     ON CONFLICT (tenant_id, day, user_id) DO UPDATE SET
       user_name = coalesce(excluded.user_name, known.user_name),
       event_count = known.event_count + excluded.event_count`,
    [
      tenantId,
      rows.map((row) => row.day),
      rows.map((row) => row.userId),
      rows.map((row) => row.name),
      rows.map((row) => row.events),
    ],
  );
}
