"use client";

import { useEffect, useState } from "react";
import type { RuleCondition } from "#lib/core/attributes";
import type { RulePreview } from "#lib/identity/groups/schema";
import { previewRuleAction } from "./actions.ts";

/** Long enough not to ask about every letter. */
const PAUSE_MS = 250;

export type Preview =
  | { state: "idle" | "pending" | "failed" }
  | { state: "done"; preview: RulePreview };

/** Whom a rule would choose, asked again whenever it changes; null while it says nothing yet. */
export function useRulePreview(rule: readonly RuleCondition[] | null): Preview {
  const key = rule === null ? null : JSON.stringify(rule);
  const [answer, setAnswer] = useState<{ key: string; preview: RulePreview | null }>();

  useEffect(() => {
    if (key === null) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const preview = await previewRuleAction({ rule: JSON.parse(key) }).then(
        (result) => (result.ok ? result.data : null),
        () => null,
      );
      if (isCurrent) setAnswer({ key, preview });
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [key]);

  if (key === null) return { state: "idle" };
  if (answer?.key !== key) return { state: "pending" };
  return answer.preview ? { state: "done", preview: answer.preview } : { state: "failed" };
}
