import type { ActorType, AuditRow, Outcome } from "#lib/events/schema";
import { visibleText } from "../ui/visible-text.ts";

const actorTypeWords: Record<ActorType, string> = {
  user: "Person",
  api_key: "API key",
  system: "System account",
  external: "Outside account",
};

/** Who did it, in the words that say most; null when the event names nobody. */
export function actorLabel({
  actorName,
  actorId,
}: Pick<AuditRow, "actorName" | "actorId">): string | null {
  return visible(actorName || actorId);
}

/** Programs may call their actors what they like: only of the portal's own events it is Gatehouse. */
export function actorTypeLabel({
  actorType,
  isPortal,
}: Pick<AuditRow, "actorType" | "isPortal">): string {
  if (actorType === "system" && isPortal) return "Gatehouse itself";
  return actorTypeWords[actorType];
}

/** What it was done to; null when the event names nothing. */
export function targetLabel(
  row: Pick<AuditRow, "targetName" | "targetId" | "targetType">,
): string | null {
  return visible(row.targetName || row.targetId || row.targetType);
}

const outcomeWords: Record<Outcome, string> = {
  success: "Success",
  failure: "Failure",
  denied: "Denied",
};

const sourceWords: Record<string, string> = {
  portal: "Gatehouse",
  api: "API",
  cloudtrail: "CloudTrail",
};

/** Takes any text, because the URL may hold any. */
export function outcomeLabel(outcome: string): string {
  return Object.hasOwn(outcomeWords, outcome)
    ? outcomeWords[outcome as Outcome]
    : visibleText(outcome);
}

/** Sources name themselves; the ones we know are written as their owners write them. */
export function sourceLabel(source: string): string {
  return Object.hasOwn(sourceWords, source) ? (sourceWords[source] ?? source) : visibleText(source);
}

function visible(text: string | null): string | null {
  return text ? visibleText(text) : null;
}
