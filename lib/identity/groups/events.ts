import { type BlastRadius, storable } from "../../authz/engine/blast-radius.ts";
import type { RuleCondition } from "../../core/attributes.ts";
import { because } from "../../core/reason.ts";
import type { PortalEvent } from "../../events/record.ts";

type Said = { name: string; description: string; rule: RuleCondition[] | null };

/** What a group says of itself, as its events keep it. */
export function saidOf({ name, description, rule }: Omit<Said, "rule"> & { rule: unknown }) {
  return { name, description, rule };
}

type Change = {
  groupId: string;
  /** What it is called now, or was until it was deleted. */
  name: string;
  reason: string;
  before: unknown;
  after: unknown;
  radius: BlastRadius;
};

/** The event of a change to a group. @param more facts beside before and after. */
export function groupEvent(
  action: PortalEvent["action"],
  { groupId, name, reason, before, after, radius }: Change,
  more: Record<string, unknown> = {},
): PortalEvent {
  return {
    action,
    target: { type: "group", id: groupId, name },
    ...because(reason),
    details: { ...more, before, after, radius: storable(radius) },
  };
}
