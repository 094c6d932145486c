"use client";

import { useRef, useState } from "react";
import { perform } from "#components/shell/perform.ts";
import type { FieldErrors } from "#lib/core/errors";
import { acknowledgeAlertAction, reopenAlertAction, resolveAlertAction } from "./actions.ts";
import { type Draft, emptyDraft, errorsOf, inputOf } from "./draft.ts";

type Change = "acknowledge" | "resolve" | "reopen";

const changes = {
  acknowledge: {
    call: acknowledgeAlertAction,
    words: { done: "Alert acknowledged", failed: "The alert was not acknowledged" },
  },
  resolve: {
    call: resolveAlertAction,
    words: { done: "Alert resolved", failed: "The alert was not resolved" },
  },
  reopen: {
    call: reopenAlertAction,
    words: { done: "Alert reopened", failed: "The alert was not reopened" },
  },
};

function withErrors(draft: Draft, { fieldErrors }: { fieldErrors: FieldErrors }): Draft {
  return { ...draft, errors: fieldErrors };
}

/** What a person does with alerts: one change at a time, and one decision being written. */
export function useAlertWork(reload: (alertId: string) => Promise<void>) {
  const [running, setRunning] = useState<{ alertId: string; change: Change } | null>(null);
  // State lags a render behind: two clicks within one frame would both pass it.
  const isRunning = useRef(false);
  const [draft, setDraft] = useState<Draft | null>(null);
  const [overtakenId, setOvertakenId] = useState<string | null>(null);

  async function run(change: Change, alertId: string, input: object) {
    if (isRunning.current) return null;
    isRunning.current = true;
    setRunning({ alertId, change });
    setOvertakenId(null);
    const { call, words } = changes[change];
    const result = await perform(() => call(input), words);
    const isOvertaken = result?.ok === false && result.error.code === "conflict";
    if (isOvertaken) setOvertakenId(alertId);
    if (result?.ok || isOvertaken) await reload(alertId);
    isRunning.current = false;
    setRunning(null);
    return result;
  }

  async function submit(): Promise<void> {
    if (!draft) return;
    const errors = errorsOf(draft);
    setDraft({ ...draft, errors });
    if (Object.keys(errors).length > 0) return;
    const result = await run(draft.change, draft.alertId, inputOf(draft));
    if (!result) return;
    // Somebody may have written on in the meantime.
    setDraft((latest) => (result.ok || !latest ? null : withErrors(latest, result.error)));
  }

  return {
    running,
    draft,
    /** The alert that somebody else changed first. */
    overtakenId,
    acknowledge: async (alertId: string) => {
      await run("acknowledge", alertId, { alertId });
    },
    begin: (alertId: string, change: Draft["change"]) => setDraft(emptyDraft(alertId, change)),
    edit: setDraft,
    cancel: () => setDraft(null),
    submit,
  };
}
