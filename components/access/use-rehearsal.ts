"use client";

import { useEffect, useRef, useState } from "react";
import type { ActionError, Result } from "#lib/core/result";

/** Long enough not to ask about every letter. */
const PAUSE_MS = 250;

export type Rehearsal<Outcome> =
  | { state: "idle" | "pending" }
  | { state: "done"; outcome: Outcome }
  | { state: "failed"; message: string; breach?: Breach | undefined };

/** The separation of duty that forbids it, and whom it binds, for who may ask for an exception. */
export type Breach = NonNullable<ActionError["breach"]>;

const unanswered = "The server did not answer. Check the connection and try again.";

/**
 * What a change would do, asked again whenever `key` changes.
 * @param key stands for the change; null while it is not complete enough to ask about.
 */
export function useRehearsal<Outcome>(
  key: string | null,
  rehearse: () => Promise<Result<Outcome>>,
): Rehearsal<Outcome> {
  const [answer, setAnswer] = useState<{ key: string; rehearsal: Rehearsal<Outcome> }>();
  const latest = useRef(rehearse);
  useEffect(() => {
    latest.current = rehearse;
  });

  useEffect(() => {
    if (key === null) return setAnswer(undefined);
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const rehearsal = await latest.current().then(rehearsalOf, () => failed(unanswered));
      if (isCurrent) setAnswer({ key, rehearsal });
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [key]);

  if (key === null) return { state: "idle" };
  return answer?.key === key ? answer.rehearsal : { state: "pending" };
}

function rehearsalOf<Outcome>(result: Result<Outcome>): Rehearsal<Outcome> {
  if (result.ok) return { state: "done", outcome: result.data };
  const [first] = Object.values(result.error.fieldErrors).flat();
  return failed(first ?? result.error.message, result.error.breach);
}

function failed(message: string, breach?: Breach) {
  return { state: "failed", message, breach } as const;
}
