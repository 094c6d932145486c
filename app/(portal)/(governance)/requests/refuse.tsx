"use client";

import { useState } from "react";
import { perform } from "#components/shell/perform.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { FieldErrors } from "#lib/core/errors";
import type { AccessRequestRow } from "#lib/governance/requests/schema";
import { refuseRequestAction } from "./actions.ts";

type RefuseRequestProps = { request: AccessRequestRow; what: string };

/** Says no, and why: who has asked reads it. */
export function RefuseRequest({ request, what }: RefuseRequestProps) {
  const [open, setOpen] = useState(false);
  const [comment, setComment] = useState("");
  const [errors, setErrors] = useState<FieldErrors>({});
  const [pending, setPending] = useState(false);

  async function refuse() {
    setPending(true);
    const result = await perform(() => refuseRequestAction({ requestId: request.id, comment }), {
      done: "Request refused",
      failed: "The request was not refused",
    });
    setPending(false);
    if (result?.ok) setOpen(false);
    else setErrors(result?.error.fieldErrors ?? {});
  }

  return (
    <>
      <Button
        size="sm"
        aria-label={`Refuse ${what}`}
        onClick={() => {
          setComment("");
          setErrors({});
          setOpen(true);
        }}
      >
        Refuse
      </Button>
      <Dialog
        open={open}
        onOpenChange={(next) => {
          if (!pending) setOpen(next);
        }}
        title={`Refuse ${what}?`}
        description={`Nothing changes, and ${request.person.name} can ask again.`}
        keepOnOutsidePress
        footer={
          <>
            <Button disabled={pending} onClick={() => setOpen(false)}>
              Cancel
            </Button>
            <Button variant="primary" pending={pending} onClick={refuse}>
              Refuse
            </Button>
          </>
        }
      >
        <Field
          label="Why"
          hint={`${request.person.name} sees it beside the request.`}
          error={errors.comment?.[0]}
        >
          <Textarea name="comment" value={comment} onValueChange={setComment} maxLength={300} />
        </Field>
      </Dialog>
    </>
  );
}
