"use client";

import { useState } from "react";
import { perform } from "#components/shell/perform.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { FieldErrors } from "#lib/core/errors";
import type { ReviewLine } from "#lib/governance/reviews/schema";
import { decideLinesAction } from "../actions.ts";
import { linesCount, lineWords, whoWords } from "../words.ts";
import type { LinesDialogProps } from "./revoke-dialog.tsx";

type CommentDialogProps = LinesDialogProps & { decision: "ask" | "keep" };

/**
 * Asks the people concerned before deciding, or keeps with a word why. A line without a person is the
 * starter's to explain.
 */
export function CommentDialog(props: CommentDialogProps) {
  const { reviewId, lines, decision, open, onOpenChange, onDone } = props;
  const [comment, setComment] = useState("");
  const [errors, setErrors] = useState<FieldErrors>({});
  const [pending, setPending] = useState(false);
  const [wasOpen, setWasOpen] = useState(open);
  if (open !== wasOpen) {
    setWasOpen(open);
    if (open) {
      setComment("");
      setErrors({});
    }
  }
  const said = decision === "ask" ? askWords(lines) : keepWords(lines);

  async function decide() {
    setPending(true);
    const input = { reviewId, lineIds: lines.map(({ id }) => id), decision, comment };
    const { done, failed } = said;
    const result = await perform(() => decideLinesAction(input), { done, failed });
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
      title={said.title}
      description={said.description}
      keepOnOutsidePress
      footer={
        <>
          <Button disabled={pending} onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button variant="primary" pending={pending} onClick={decide}>
            {said.confirm}
          </Button>
        </>
      }
    >
      <Field label={said.label} error={errors.comment?.[0]}>
        <Textarea name="comment" value={comment} onValueChange={setComment} maxLength={300} />
      </Field>
    </Dialog>
  );
}

function askWords(lines: readonly ReviewLine[]) {
  const [only] = lines;
  const hasGroup = lines.some(({ person }) => person === null);
  return {
    title: `Ask ${lines.length === 1 && only ? whoWords(only) : `about ${linesCount(lines.length)}`}`,
    description: hasGroup
      ? "Who is concerned reads it on their own page; about a group, who started the review. It stays undecided until you decide."
      : "They read it under Your account, and answer there. It stays undecided until you decide.",
    label: "Question",
    confirm: "Ask",
    done: "Asked. The answer will stand beside the line",
    failed: "Nobody was asked",
  };
}

function keepWords(lines: readonly ReviewLine[]) {
  const [only] = lines;
  const what = lines.length === 1 && only ? lineWords(only) : linesCount(lines.length);
  return {
    title: `Keep ${what}`,
    description: "You can change this until the review is over.",
    label: "Comment (optional)",
    confirm: "Keep",
    done: `Kept: ${what}`,
    failed: "Nothing was kept",
  };
}
