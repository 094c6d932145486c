"use client";

import { useState } from "react";
import { perform } from "#components/shell/perform.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { FieldErrors } from "#lib/core/errors";
import { decideLinesAction } from "../actions.ts";
import { linesCount, whoWords } from "../words.ts";
import type { LinesDialogProps } from "./revoke-dialog.tsx";

/** Asks the people concerned before deciding; a line without a person is the starter's to explain. */
export function AskDialog({ reviewId, lines, open, onOpenChange, onDone }: LinesDialogProps) {
  const [question, setQuestion] = useState("");
  const [errors, setErrors] = useState<FieldErrors>({});
  const [pending, setPending] = useState(false);
  const [wasOpen, setWasOpen] = useState(open);
  if (open !== wasOpen) {
    setWasOpen(open);
    if (open) {
      setQuestion("");
      setErrors({});
    }
  }
  const [only] = lines;
  const who = lines.length === 1 && only ? whoWords(only) : `about ${linesCount(lines.length)}`;
  const hasGroup = lines.some(({ person }) => person === null);

  async function ask() {
    setPending(true);
    const input = { reviewId, lineIds: lines.map(({ id }) => id), decision: "ask" };
    const result = await perform(() => decideLinesAction({ ...input, comment: question }), {
      done: "Asked. The answer will stand beside the line",
      failed: "Nobody was asked",
    });
    setPending(false);
    if (!result?.ok) return setErrors(result?.error.fieldErrors ?? {});
    onDone();
    onOpenChange(false);
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!pending) onOpenChange(next);
      }}
      title={`Ask ${who}`}
      description={
        hasGroup
          ? "Who is concerned reads it on their own page; about a group, who started the review. It stays undecided until you decide."
          : "They read it under Your account, and answer there. It stays undecided until you decide."
      }
      keepOnOutsidePress
      footer={
        <>
          <Button disabled={pending} onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button variant="primary" pending={pending} onClick={ask}>
            Ask
          </Button>
        </>
      }
    >
      <Field label="Question" error={errors.comment?.[0]}>
        <Textarea name="comment" value={question} onValueChange={setQuestion} maxLength={300} />
      </Field>
    </Dialog>
  );
}
