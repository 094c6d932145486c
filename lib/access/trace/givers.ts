import { changeActions } from "../../events/access-changes.ts";
import { runSearch } from "../../events/run-search.ts";
import { Conditions } from "../../events/search-query.ts";
import type { Origin } from "./held.ts";
import type { Given } from "./schema.ts";

type Found = { place: number; id: string; actorId: string | null; name: string | null };

/** A change's first statement and its event are no further from each other: actions have 15 seconds. */
const LONGEST_CHANGE = "interval '20 seconds'";

/**
 * Who wrote these rows. Changes of access come one after another, and each ends with its event: the
 * first event after a row that names its person or group is the one of the change that wrote it.
 */
export async function findGivers(
  tenantId: string,
  origins: readonly Origin[],
): Promise<Map<Origin, Given>> {
  const found = origins.length > 0 ? await findEvents(tenantId, origins) : [];
  const events = new Map(found.map((event) => [event.place - 1, event]));
  return new Map(
    origins.map((origin, index) => {
      const event = events.get(index);
      const by = event ? { id: event.actorId, name: event.name ?? "Somebody" } : null;
      const { at, reason } = origin;
      return [origin, { at: new Date(at).toISOString(), reason, by, eventId: event?.id ?? null }];
    }),
  );
}

function findEvents(tenantId: string, origins: readonly Origin[]): Promise<Found[]> {
  const where = new Conditions(tenantId);
  where.add((p) => `action = ANY (${p}::text[])`, changeActions);
  // Rows say from which millisecond on they are seen, events in which one they were made.
  const moments = where.parameter(origins.map(({ at }) => new Date(at - 1).toISOString()));
  const people = where.parameter(origins.map(({ mentions }) => mentions[0] ?? ""));
  const others = where.parameter(origins.map(({ mentions }) => mentions[1] ?? null));
  return runSearch<Found>(
    where,
    (
      conditions,
    ) => `SELECT w.place::int AS place, e.id, e.actor_id AS "actorId", e.actor_name AS name
      FROM unnest(${moments}::timestamptz[], ${people}::text[], ${others}::text[])
        WITH ORDINALITY AS w (moment, person, other, place)
      CROSS JOIN LATERAL (
        SELECT id, actor_id, actor_name FROM audit_events
        WHERE ${conditions} AND source = 'portal' AND category IN ('access', 'configuration')
          AND outcome = 'success'
          AND occurred_at >= w.moment AND occurred_at < w.moment + ${LONGEST_CHANGE}
          AND recorded_at >= w.moment AND recorded_at < w.moment + ${LONGEST_CHANGE}
          AND audit_mentions(target_id, details) && array_remove(ARRAY[w.person, w.other], NULL)
        ORDER BY occurred_at, id LIMIT 1
      ) AS e`,
  );
}
