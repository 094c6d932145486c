"use client";

import { useEffect, useRef, useState } from "react";
import type { HistoryMode } from "./use-filter.ts";

const PAUSE_MS = 250;

type Commit = (text: string, history: HistoryMode) => void;

/**
 * The text of a filter's field while somebody types. It is committed when the typing pauses; the
 * commits of one visit to the field are one step of history.
 */
export function useDraft(committed: string, commit: Commit) {
  const [draft, setDraft] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isFirst = useRef(true);

  const cancel = () => clearTimeout(timer.current);
  useEffect(() => () => clearTimeout(timer.current), []);

  function flush(text: string) {
    cancel();
    setDraft(null);
    if (text === committed) return;
    commit(text, isFirst.current ? "push" : "replace");
    isFirst.current = false;
  }

  return {
    value: draft ?? committed,
    onFocus: () => {
      isFirst.current = true;
    },
    /** With `isReady` false the text stays in the field and goes no further. */
    onChange: (text: string, isReady = true) => {
      cancel();
      setDraft(text);
      if (isReady) timer.current = setTimeout(() => flush(text), PAUSE_MS);
    },
    /** Without waiting: Enter, or the button that clears. */
    flush,
    reset: () => {
      cancel();
      setDraft(null);
    },
  };
}
