import type { PermissionId } from "#lib/authz/catalogue/permissions";
import { eventTypes } from "#lib/events/event-types";
import { type EventOrigin, type EventRow, eventRow, type PortalEvent } from "#lib/events/record";
import type { Random } from "../lib/core/random.ts";
import type { Program } from "./departments.ts";

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
  actor: { type: EventOrigin["kind"]; id: string; name: string };
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
  const isPortal = deed.source === "portal";
  const origin = {
    kind: event.actor.type,
    id: event.actor.id,
    name: event.actor.name,
    onBehalfOf: isPortal ? null : (deed.onBehalfOf ?? null),
    sessionId: event.sessionId,
    request: { requestId, ip: event.ip, userAgent: event.userAgent },
  };
  const category = isPortal ? eventTypes[deed.action].category : "external";
  return eventRow(origin, { ...deed, id, occurredAt: new Date(at).toISOString(), category });
}
