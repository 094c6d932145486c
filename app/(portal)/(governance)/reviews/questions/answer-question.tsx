"use client";

import { useState } from "react";
import { perform } from "#components/shell/perform.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { FieldErrors } from "#lib/core/errors";
import type { OwnQuestion } from "#lib/governance/reviews/schema";
import { answerQuestionAction } from "../actions.ts";
import { whatWords } from "../words.ts";

export function AnswerQuestion({ asked }: { asked: OwnQuestion }) {
  const [open, setOpen] = useState(false);
  const [answer, setAnswer] = useState("");
  const [errors, setErrors] = useState<FieldErrors>({});
  const [pending, setPending] = useState(false);
  const what = whatWords(asked.line);
  const isAnswered = asked.answer !== null;

  async function send() {
    setPending(true);
    const result = await perform(() => answerQuestionAction({ lineId: asked.lineId, answer }), {
      done: `${asked.askedBy.name} can read your answer`,
      failed: "The answer was not sent",
    });
    setPending(false);
    if (result?.ok) setOpen(false);
    else setErrors(result?.error.fieldErrors ?? {});
  }

  return (
    <>
      <Button
        size="sm"
        aria-label={`${isAnswered ? "Change the answer" : "Answer"}: ${what}`}
        onClick={() => {
          setAnswer(asked.answer ?? "");
          setErrors({});
          setOpen(true);
        }}
      >
        {isAnswered ? "Change" : "Answer"}
      </Button>
      <Dialog
        open={open}
        onOpenChange={(next) => {
          if (!pending) setOpen(next);
        }}
        title={what}
        description={`${asked.askedBy.name} asks: “${asked.question}”`}
        keepOnOutsidePress
        footer={
          <>
            <Button disabled={pending} onClick={() => setOpen(false)}>
              Cancel
            </Button>
            <Button variant="primary" pending={pending} onClick={send}>
              Send answer
            </Button>
          </>
        }
      >
        <Field
          label="Your answer"
          hint="Who reviews reads it, and it is kept with the review."
          error={errors.answer?.[0]}
        >
          <Textarea name="answer" value={answer} onValueChange={setAnswer} maxLength={1_000} />
        </Field>
      </Dialog>
    </>
  );
}
