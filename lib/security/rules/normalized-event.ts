import type { ArrivedEvent } from "../../events/arrivals.ts";
import { isFailureByName, isLogIn } from "./log-in-action.ts";

/**
 * An account as one program knows it: actor 1001 of the CRM is not actor 1001 of the ERP. The source
 * is null for the portal's own accounts, and never for what a program sent, whatever it calls itself.
 */
export type Principal = { source: string | null; id: string };

/**
 * An event as detection rules see it, whichever program it happened in and whatever words that
 * program has for it (the idea of OCSF's classes, and of Sigma's log source categories).
 */
export type NormalizedEvent = {
  /** `audit_events.id`. */
  id: string;
  occurredAt: Date;
  /** Whether Gatehouse recorded it of itself. Nothing that a program sends makes this true. */
  isPortal: boolean;
  class: "authentication" | "other";
  action: string;
  isFailure: boolean;
  /** Whose account it is about; null when the event does not say. */
  principal: Principal | null;
  actorId: string | null;
  actorName: string | null;
  sourceIp: string | null;
};

/** The portal's one event of a log-in that failed; it records others of the same category. */
const PORTAL_LOG_IN_FAILED = "session.create_failed";

/** What programs call the target of a log-in when it is the account. */
const accountTypes = new Set(["account", "user"]);

/** The event as rules see it. */
export function normalize(event: ArrivedEvent): NormalizedEvent {
  const { id, occurredAt, category, action, outcome, actorId, actorName, sourceIp } = event;
  // The store says who recorded it: whatever arrives from outside is in this category.
  const isPortal = category !== "external";
  const isAuthentication = isPortal ? action === PORTAL_LOG_IN_FAILED : isLogIn(action);
  return {
    id,
    occurredAt,
    isPortal,
    class: isAuthentication ? "authentication" : "other",
    action,
    isFailure: outcome !== "success" || (!isPortal && isAuthentication && isFailureByName(action)),
    principal: principalOf(event, isPortal),
    actorId,
    actorName,
    sourceIp,
  };
}

function principalOf(event: ArrivedEvent, isPortal: boolean): Principal | null {
  const { source, targetType, targetId, actorId, actorName } = event;
  const isAccount = targetType !== null && accountTypes.has(targetType.toLowerCase());
  const id = (isAccount ? targetId : null) ?? actorId ?? actorName;
  if (!id) return null;
  return { source: isPortal ? null : folded(source), id: folded(id) };
}

/** Upper and lower case, and the forms of Unicode, are no difference between two accounts. */
function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
