import type { FieldErrors } from "#lib/core/errors";
import { problemsOf } from "#lib/core/problems";
import {
  type AlertRow,
  reopenAlertInput,
  resolveAlertInput,
  type Verdict,
} from "#lib/security/alerts/schema";

/** A decision that is being written: it outlives a look at another alert and a closed panel. */
export type Draft = {
  alertId: string;
  change: "resolve" | "reopen";
  verdict: Verdict | null;
  comment: string;
  errors: FieldErrors;
};

export function emptyDraft(alertId: string, change: Draft["change"]): Draft {
  return { alertId, change, verdict: null, comment: "", errors: {} };
}

/** Whether the draft is about this alert, and still possible: somebody else may have decided. */
export function fits(draft: Draft | null, alert: Pick<AlertRow, "id" | "state">): draft is Draft {
  if (draft?.alertId !== alert.id) return false;
  return (draft.change === "reopen") === (alert.state === "resolved");
}

/** What the action takes. */
export function inputOf({ alertId, change, verdict, comment }: Draft) {
  return change === "resolve" ? { alertId, verdict, comment } : { alertId, comment };
}

/** The same rules as on the server, told before the round trip. */
export function errorsOf(draft: Draft): FieldErrors {
  const schema = draft.change === "resolve" ? resolveAlertInput : reopenAlertInput;
  return problemsOf(schema, inputOf(draft));
}
