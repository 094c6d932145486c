"use client";

import { useEffect, useRef } from "react";
import { Field } from "#components/ui/field.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { Draft } from "./draft.ts";
import { verdictOptions } from "./labels.ts";

/** Ties the panel's buttons to the form. */
export const DECISION_FORM_ID = "alert-decision";

type DecisionFormProps = {
  draft: Draft;
  onChange: (draft: Draft) => void;
  onSubmit: () => void;
};

/** How an alert is resolved, or why it is open again. The evidence stays in view below it. */
export function DecisionForm({ draft, onChange, onSubmit }: DecisionFormProps) {
  const { change, verdict, comment, errors } = draft;
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const { current } = form;
    const first =
      current?.querySelector("input:checked") ?? current?.querySelector("input, textarea");
    if (first instanceof HTMLElement) first.focus();
  }, []);

  function edit(part: Partial<Pick<Draft, "verdict" | "comment">>) {
    // A message goes as soon as somebody sees to its field.
    const left = Object.entries(errors).filter(([name]) => !Object.hasOwn(part, name));
    onChange({ ...draft, ...part, errors: Object.fromEntries(left) });
  }

  return (
    <form
      ref={form}
      id={DECISION_FORM_ID}
      aria-label={change === "resolve" ? "Resolve this alert" : "Reopen this alert"}
      noValidate
      className="flex flex-col gap-4 rounded-lg border bg-surface p-3"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        onSubmit();
      }}
    >
      {change === "resolve" ? (
        <RadioGroup
          label="What was it?"
          options={verdictOptions}
          value={verdict}
          onValueChange={(next) => edit({ verdict: next })}
          error={errors.verdict?.[0]}
        />
      ) : null}
      <Field
        label="Comment"
        hint={
          change === "resolve"
            ? "How you know, and what was done about it. Everybody who sees alerts can read it."
            : "Why it needs another look. Everybody who sees alerts can read it."
        }
        error={errors.comment?.[0]}
      >
        <Textarea
          name="comment"
          value={comment}
          maxLength={2_000}
          onValueChange={(next) => edit({ comment: next })}
        />
      </Field>
    </form>
  );
}
