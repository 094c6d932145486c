"use client";

import { useEffect, useState } from "react";
import { perform } from "#components/shell/perform.ts";
import type { PersonRow } from "#lib/roles/schema";
import { findPeopleAction } from "../../actions.ts";

const PAUSE_MS = 250;

type Search = {
  /** Undefined before the first answer; the last answer while another is on its way. */
  rows: PersonRow[] | undefined;
  isPending: boolean;
  hasFailed: boolean;
};

/** People without the role, found while somebody types. Nothing is searched while it is closed. */
export function usePeopleSearch(roleId: string, text: string, isOpen: boolean): Search {
  const [answer, setAnswer] = useState<{ text: string; rows: PersonRow[] | null }>();
  const [shown, setShown] = useState<PersonRow[]>();

  useEffect(() => {
    if (!isOpen) {
      setAnswer(undefined);
      setShown(undefined);
      return;
    }
    let isCurrent = true;
    const search = async () => {
      const result = await perform(() => findPeopleAction({ roleId, text }), {
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
  }, [roleId, text, isOpen]);

  return {
    rows: shown,
    isPending: answer?.text !== text,
    hasFailed: answer?.text === text && answer.rows === null,
  };
}
