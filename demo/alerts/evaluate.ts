import { recordActivity } from "#lib/business/facts/activity";
import { type ArrivedEvent, takeArrivals } from "#lib/events/arrivals";
import { eventTypes } from "#lib/events/event-types";
import type { Sql } from "#lib/platform/db";
import { detect, isReadyToDetect } from "#lib/security/detection/detect";
import type { DemoEvent } from "../event.ts";

/** Nobody waits for their turn meanwhile. */
const EVENTS_AT_ONCE = 2_000;

/**
 * Does with stored events what the worker does with any (lib/worker/evaluate-arrivals.ts), but in the
 * seed's own transaction: the demo is there whole or not at all, and no worker comes in between.
 * What detection itself records is taken out of the queue too, and is no activity of anybody.
 */
export async function evaluateStored(
  sql: Sql,
  tenantId: string,
  events: readonly DemoEvent[],
): Promise<void> {
  const stored = await sql<{ id: string; event_id: string }>(
    "SELECT id, event_id FROM audit_events WHERE tenant_id = $1",
    [tenantId],
  );
  const eventIds = new Map(stored.map((row) => [row.id, row.event_id]));
  const byEventId = new Map(events.map((event) => [event.id, event]));
  for (;;) {
    if (!(await isReadyToDetect(sql, tenantId))) continue;
    const { ids, arrivals } = await takeArrivals(sql, tenantId, EVENTS_AT_ONCE);
    if (arrivals === 0) return;
    const arrived = ids.flatMap((id) => {
      const event = byEventId.get(eventIds.get(id) ?? "");
      return event ? [arrivedEvent(id, event)] : [];
    });
    await recordActivity(sql, tenantId, arrived);
    await detect(sql, tenantId, arrived);
  }
}

/** An event of the demo as detection sees it. */
export function arrivedEvent(id: string, { at, actor, ip, deed }: DemoEvent): ArrivedEvent {
  return {
    id,
    occurredAt: new Date(at),
    category: deed.source === "portal" ? eventTypes[deed.action].category : "external",
    source: deed.source,
    actorType: actor.type,
    actorId: actor.id,
    actorName: actor.name,
    action: deed.action,
    outcome: deed.outcome ?? "success",
    targetType: deed.target?.type ?? null,
    targetId: deed.target?.id ?? null,
    sourceIp: ip,
  };
}
