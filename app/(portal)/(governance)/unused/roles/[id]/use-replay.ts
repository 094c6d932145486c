"use client";

import { useEffect, useRef, useState } from "react";
import type { Replay, ReplayInput } from "#lib/governance/unused/schema";
import { replayAction } from "../../actions.ts";

/** Long enough for somebody to tick two boxes. */
const PAUSE_MS = 300;

export type ReplayState =
  | { state: "idle" | "pending" }
  | { state: "done"; replay: Replay }
  | { state: "failed"; message: string };

const unanswered = "The server did not answer. Check the connection and try again.";

/**
 * The replay of exactly this role, asked again whenever it changes: an answer about another one is
 * never shown.
 * @param input null while there is nothing to ask about.
 * @param version of the role, so that a change of it is asked about anew.
 */
export function useReplay(input: ReplayInput | null, version: string): ReplayState {
  const key = input && JSON.stringify([input, version]);
  const [answer, setAnswer] = useState<{ key: string; state: ReplayState }>();
  const latest = useRef(input);
  useEffect(() => {
    latest.current = input;
  });

  useEffect(() => {
    if (key === null) return setAnswer(undefined);
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const state = await ask(latest.current);
      if (isCurrent) setAnswer({ key, state });
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [key]);

  if (key === null) return { state: "idle" };
  return answer?.key === key ? answer.state : { state: "pending" };
}

async function ask(input: ReplayInput | null): Promise<ReplayState> {
  try {
    const result = await replayAction(input);
    if (result.ok) return { state: "done", replay: result.data };
    return { state: "failed", message: result.error.message };
  } catch {
    return { state: "failed", message: unanswered };
  }
}
