"use client";

import { useEffect, useState } from "react";
import { perform } from "#components/shell/perform.ts";
import { findPeopleAction } from "../actions.ts";
import type { FoundPerson } from "../found-person.ts";

const PAUSE_MS = 250;

type Search = {
  /** Undefined before the first answer; the last answer while another is on its way. */
  rows: FoundPerson[] | undefined;
  isPending: boolean;
  hasFailed: boolean;
};

/** People of the tenant, found while somebody types. Nothing is searched while it is closed. */
export function usePeopleSearch(groupId: string, text: string, isOpen: boolean): Search {
  const [answer, setAnswer] = useState<{ text: string; rows: FoundPerson[] | null }>();
  const [shown, setShown] = useState<FoundPerson[]>();

  useEffect(() => {
    if (!isOpen) {
      setAnswer(undefined);
      setShown(undefined);
      return;
    }
    let isCurrent = true;
    const search = async () => {
      const result = await perform(() => findPeopleAction({ groupId, text }), {
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
  }, [groupId, text, isOpen]);

  return {
    rows: shown,
    isPending: answer?.text !== text,
    hasFailed: answer?.text === text && answer.rows === null,
  };
}
