"use client";

import { useEffect, useRef, useState } from "react";
import type { Result } from "#lib/core/result";
import type { Concerned } from "./actions.ts";

/** Long enough not to ask about every click. */
const PAUSE_MS = 250;

export type RuleRehearsal =
  | { state: "idle" | "pending" }
  | { state: "done"; concerned: Concerned }
  | { state: "failed"; message: string };

const unanswered = "The server did not answer. Check the connection and try again.";

/**
 * Whom a rule would concern, asked again whenever `key` changes.
 * @param key stands for the rule; null while it is not complete enough to ask about.
 */
export function useRuleRehearsal(
  key: string | null,
  rehearse: () => Promise<Result<Concerned>>,
): RuleRehearsal {
  const [answer, setAnswer] = useState<{ key: string; rehearsal: RuleRehearsal }>();
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

function rehearsalOf(result: Result<Concerned>): RuleRehearsal {
  if (result.ok) return { state: "done", concerned: result.data };
  const [first] = Object.values(result.error.fieldErrors).flat();
  return failed(first ?? result.error.message);
}

function failed(message: string): RuleRehearsal {
  return { state: "failed", message };
}
