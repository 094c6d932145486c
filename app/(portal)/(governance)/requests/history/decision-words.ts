import type { AccessRequestRow } from "#lib/governance/requests/schema";

type Decided = Pick<AccessRequestRow, "state" | "decidedBy" | "comment" | "endedBy">;

/** "Approved by Grace: half will do; ended by Ada"; empty while nobody has done anything. */
export function decisionWords({ state, decidedBy, comment, endedBy }: Decided): string {
  const verb = state === "refused" ? "Refused" : "Approved";
  const decision = decidedBy ? `${verb} by ${decidedBy.name}${comment ? `: ${comment}` : ""}` : "";
  if (!endedBy) return decision;
  return decision ? `${decision}; ended by ${endedBy.name}` : `Ended by ${endedBy.name}`;
}
