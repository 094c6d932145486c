import { z } from "zod";
import type { AuditEvent } from "../../events/schema.ts";
import { differenceOf, type Names } from "./difference.ts";
import type { ChangeDetail, ChangeRadius, ChangeRow } from "./schema.ts";
import { whatOf } from "./words.ts";

const named = z.object({ id: z.string(), name: z.string() });
const reaching = z.object({ permission: z.string(), reach: z.string() });
const groups = z.array(
  z.object({
    gained: z.array(reaching),
    lost: z.array(reaching),
    people: z.array(named),
    morePeople: z.number(),
  }),
);
const radius = z.object({
  peopleCount: z.number(),
  groups,
  untilChosen: groups.optional(),
});

/** Details have had other forms, and will have: whatever is not as expected is not there. */
function detailsOf({ details }: AuditEvent): Record<string, unknown> {
  return typeof details === "object" && details !== null
    ? (details as Record<string, unknown>)
    : {};
}

function radiusOf(details: Record<string, unknown>): ChangeRadius | null {
  return radius.safeParse(details.radius).data ?? null;
}

export function changeRowOf(event: AuditEvent): ChangeRow {
  const details = detailsOf(event);
  const { id, occurredAt, actorId, actorName, actorType, action } = event;
  return {
    id,
    at: occurredAt,
    by: actorId === null ? null : { id: actorId, name: actorName ?? actorId },
    byType: actorType,
    action,
    what: whatOf(action, details),
    target: targetOf(event),
    reason: event.reason ?? "",
    peopleCount: radiusOf(details)?.peopleCount ?? null,
  };
}

function targetOf({ targetType, targetId, targetName }: AuditEvent): ChangeRow["target"] {
  if (targetType === null || targetId === null) return null;
  return { type: targetType, id: targetId, name: targetName ?? targetId };
}

export function changeDetailOf(event: AuditEvent, names: Names): ChangeDetail {
  const details = detailsOf(event);
  return {
    ...changeRowOf(event),
    people: z.array(named).safeParse(details.people).data ?? [],
    differences: differenceOf(details.before, details.after, names),
    radius: radiusOf(details),
  };
}
