"use client";

import { useEffect, useState } from "react";
import type { Named } from "#lib/reviews/schema";
import { findReviewersAction } from "./actions.ts";

/** Long enough not to ask about every letter. */
const PAUSE_MS = 200;

type Found = { text: string; people: readonly Named[] | null };

/** Who may review, among those whose name or address contains a text; null after a failure. */
export function useReviewers(text: string, enabled: boolean) {
  const [found, setFound] = useState<Found>();
  useEffect(() => {
    if (!enabled) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const people = await findReviewersAction(text).catch(() => null);
      if (isCurrent) setFound({ text, people });
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [text, enabled]);
  return { people: found?.people, isPending: found?.text !== text };
}
