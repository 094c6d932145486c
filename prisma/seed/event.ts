import type { PermissionId } from "#lib/access/permissions";
import { eventTypes } from "#lib/audit/event-types";
import type { EventRow, PortalEvent } from "#lib/audit/record";
import type { ActorType } from "#lib/audit/schema";
import { indexTokens, textsOf } from "#lib/audit/tokens";
import type { Program } from "./departments.ts";
import type { Random } from "./random.ts";

/** Something that Gatehouse itself records. */
type PortalDeed = PortalEvent & { source: "portal" };

/** Something that one of the tenant's own programs reports. */
export type ProgramDeed = Omit<PortalEvent, "action"> & {
  source: Program | "infrastructure";
  action: string;
  onBehalfOf?: string;
};

export type Deed = PortalDeed | ProgramDeed;

/** What `requirePermission` records of somebody who lacks the permission. */
export function denialOf(permission: PermissionId): Deed {
  return {
    source: "portal",
    action: "access.denied",
    outcome: "denied",
    target: { type: "permission", id: permission },
    reason: `Lacks the permission ${permission}.`,
  };
}

/** Who did it and where from. */
export type Circumstances = {
  actor: { type: ActorType; id: string; name: string };
  ip: string | null;
  userAgent: string | null;
  sessionId: string | null;
};

/** `at` is in milliseconds since 1970. */
export type DemoEvent = {
  at: number;
  id: string;
  requestId: string | null;
  deed: Deed;
} & Circumstances;

/** Only what came over the network has a request. */
export function makeEvent(
  random: Random,
  at: number,
  circumstances: Circumstances,
  deed: Deed,
): DemoEvent {
  const requestId = circumstances.ip === null ? null : random.uuid();
  // Whole seconds would look made; programs report milliseconds.
  const moment = Math.floor(at / 1000) * 1000 + random.int(0, 999);
  return { at: moment, id: `evt_${random.hex(20)}`, requestId, deed, ...circumstances };
}

/** The row to store, with the same words in its index as if it had been recorded when it happened. */
export function eventRowOf({ at, id, requestId, deed, ...event }: DemoEvent): EventRow {
  const row = {
    event_id: id,
    occurred_at: new Date(at).toISOString(),
    source: deed.source,
    category: deed.source === "portal" ? eventTypes[deed.action].category : "external",
    actor_type: event.actor.type,
    actor_id: event.actor.id,
    actor_name: event.actor.name,
    on_behalf_of: deed.source === "portal" ? null : (deed.onBehalfOf ?? null),
    action: deed.action,
    outcome: deed.outcome ?? "success",
    target_type: deed.target?.type ?? null,
    target_id: deed.target?.id ?? null,
    target_name: deed.target?.name ?? null,
    source_ip: event.ip,
    user_agent: event.userAgent,
    request_id: requestId,
    session_id: event.sessionId,
    reason: deed.reason ?? null,
  } satisfies Partial<EventRow>;
  return {
    ...row,
    details: deed.details ? JSON.stringify(deed.details) : null,
    raw: null,
    search: indexTokens([...textsOf(row), ...textsOf(deed.details)]).join(" "),
  };
}
