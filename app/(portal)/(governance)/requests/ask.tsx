"use client";

import { useState } from "react";
import { perform } from "#components/shell/perform.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormAlert } from "#components/ui/form-alert.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { useNow } from "#components/ui/use-now.ts";
import type { ActionError } from "#lib/core/result";
import type { RequestableRole } from "#lib/governance/requests/schema";
import { createRequestAction } from "./actions.ts";
import { DurationField } from "./duration-field.tsx";
import { Gains } from "./gains.tsx";
import { forbiddenFor } from "./words.ts";

/** What the choice begins with, where it is allowed. */
const USUAL_MINUTES = 60;

type AskProps = { role: RequestableRole; max: number };

/** Asks for a role: for how long, and why. */
export function Ask({ role, max }: AskProps) {
  const [open, setOpen] = useState(false);
  const [minutes, setMinutes] = useState(max);
  const [reason, setReason] = useState("");
  const [exception, setException] = useState("");
  const [error, setError] = useState<ActionError | null>(null);
  const [pending, setPending] = useState(false);

  const forbidden = forbiddenFor(role, minutes, useNow());
  const needsException = forbidden.some(({ isAsked }) => !isAsked);

  async function ask() {
    setPending(true);
    const why = needsException ? { exception } : {};
    const input = { roleId: role.id, minutes, reason, ...why };
    const result = await perform(() => createRequestAction(input), {
      done: `You have asked for ${role.name}`,
      failed: "The request was not made",
    });
    setPending(false);
    if (result?.ok) setOpen(false);
    else setError(result?.error ?? null);
  }

  return (
    <>
      <Button
        size="sm"
        aria-label={`Ask for it: ${role.name}`}
        onClick={() => {
          setMinutes(Math.min(max, USUAL_MINUTES));
          setReason("");
          setException("");
          setError(null);
          setOpen(true);
        }}
      >
        Ask for it
      </Button>
      <Dialog
        open={open}
        onOpenChange={(next) => {
          if (!pending) setOpen(next);
        }}
        title={`Ask for ${role.name}`}
        description="Somebody else decides. When it is approved, the role begins at once and ends by itself."
        keepOnOutsidePress
        footer={
          <>
            <Button disabled={pending} onClick={() => setOpen(false)}>
              Cancel
            </Button>
            <Button variant="primary" pending={pending} onClick={ask}>
              {needsException ? "Ask for it and the exception" : "Ask for it"}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <FormAlert
            message={
              error && !error.fieldErrors.reason && !error.fieldErrors.exception
                ? error.message
                : null
            }
          />
          <DurationField label="For how long" max={max} value={minutes} onChange={setMinutes} />
          <Field
            label="Why"
            hint="Whoever decides reads it, and it is kept in the audit log."
            error={error?.fieldErrors.reason?.[0]}
          >
            <Textarea name="reason" value={reason} onValueChange={setReason} maxLength={300} />
          </Field>
          <Gains gained={role.gained} lost={role.lost} />
          {forbidden.map(({ ruleId, words }) => (
            <p key={ruleId} className="wrap-anywhere text-sm text-warning">
              {words}
            </p>
          ))}
          {needsException ? (
            <Field
              label="Why an exception should be made"
              hint="Somebody who may approve exceptions reads it. Until they approve, nobody can give you the role."
              error={error?.fieldErrors.exception?.[0]}
            >
              <Textarea
                name="exception"
                value={exception}
                onValueChange={setException}
                maxLength={300}
              />
            </Field>
          ) : null}
        </div>
      </Dialog>
    </>
  );
}
