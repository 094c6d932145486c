"use client";

import { useEffect, useRef, useState } from "react";
import { perform } from "#components/shell/perform.ts";
import type { Result } from "#lib/core/result";

/** Long enough not to ask about every letter. */
const PAUSE_MS = 250;

export type PeopleSearch<Row> = {
  /** Undefined before the first answer; the last answer while another is on its way. */
  rows: readonly Row[] | undefined;
  isPending: boolean;
  hasFailed: boolean;
};

/**
 * People found while somebody types. Nothing is searched while it is closed.
 * @param find may be another function each time: the latest is asked.
 */
export function usePeopleSearch<Row>(
  find: (text: string) => Promise<Result<readonly Row[]>>,
  text: string,
  isOpen: boolean,
): PeopleSearch<Row> {
  const [answer, setAnswer] = useState<{ text: string; rows: readonly Row[] | null }>();
  const [shown, setShown] = useState<readonly Row[]>();
  const latest = useRef(find);
  useEffect(() => {
    latest.current = find;
  });

  useEffect(() => {
    if (!isOpen) {
      setAnswer(undefined);
      setShown(undefined);
      return;
    }
    let isCurrent = true;
    const search = async () => {
      const result = await perform(() => latest.current(text), {
        failed: "People could not be searched",
      });
      if (!isCurrent) return;
      const rows = result?.ok ? result.data : null;
      setAnswer({ text, rows });
      if (rows) setShown(rows);
    };
    const timer = setTimeout(search, text === "" ? 0 : PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [text, isOpen]);

  return {
    rows: shown,
    isPending: answer?.text !== text,
    hasFailed: answer?.text === text && answer.rows === null,
  };
}
