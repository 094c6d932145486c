import { because } from "../../core/reason.ts";
import type { EventTypeId } from "../../events/event-types.ts";
import type { PortalEvent } from "../../events/record.ts";
import type { StoredLine } from "./rows.ts";
import type { Named } from "./schema.ts";

type LineEvent = EventTypeId & `review.line_${string}`;

/**
 * What happened to a line, told of the person or the group whose access it is. A trigger keeps the
 * event's id with the line (`details.lineId`).
 */
export function lineEvent(
  action: LineEvent,
  { id: reviewId, name: reviewName }: Named,
  line: StoredLine,
  reason: string,
  details: Record<string, unknown> = {},
): PortalEvent {
  const { user, group, role, grant } = line;
  const subject = user ?? group;
  const given = {
    ...(role ? { role: role.id, roleName: role.name } : {}),
    ...(user && group ? { group: group.id, groupName: group.name } : {}),
    ...(grant ? { grantId: grant.id } : {}),
  };
  return {
    action,
    target: { type: user ? "user" : "group", id: subject?.id ?? "", name: subject?.name },
    ...because(reason),
    details: { reviewId, reviewName, lineId: line.id, kind: line.kind, ...given, ...details },
  };
}

/** Something about the review as a whole. */
export function reviewEvent(
  action: "review.started" | "review.ended" | "review.closed" | "review.evidence_downloaded",
  { id, name }: Named,
  reason: string,
  details: Record<string, unknown>,
): PortalEvent {
  const target = { type: "review", id, name };
  return { action, target, ...because(reason), details: { reviewId: id, ...details } };
}
