"use client";

import { Siren } from "lucide-react";
import { useRef, useState } from "react";
import { perform } from "#components/shell/perform.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormAlert } from "#components/ui/form-alert.tsx";
import { Input } from "#components/ui/input.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { ActionError } from "#lib/core/result";
import { durationWords } from "#lib/governance/requests/duration";
import type { RequestableRole } from "#lib/governance/requests/schema";
import { breakGlassAction } from "./actions.ts";
import { DurationField } from "./duration-field.tsx";
import { Gains } from "./gains.tsx";

type BreakGlassProps = { role: RequestableRole; max: number };
/** What the choice begins with, where it is allowed. */
const USUAL_MINUTES = 60;

type Draft = { minutes: number; reason: string; typed: string };

/** Takes a role in an emergency: deliberately, with its name typed. */
export function BreakGlass({ role, max }: BreakGlassProps) {
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState<Draft>({
    minutes: Math.min(max, USUAL_MINUTES),
    reason: "",
    typed: "",
  });
  const [error, setError] = useState<ActionError | null>(null);
  const [pending, setPending] = useState(false);
  const cancel = useRef<HTMLButtonElement>(null);
  const isSure = draft.typed.trim().toLowerCase() === role.name.toLowerCase();
  const isReady = isSure && draft.reason.trim() !== "";

  async function take() {
    setPending(true);
    const input = { roleId: role.id, minutes: draft.minutes, reason: draft.reason };
    const result = await perform(() => breakGlassAction(input), {
      done: `You have ${role.name} for ${durationWords(draft.minutes)}. An alert was raised.`,
      failed: `${role.name} was not taken`,
    });
    setPending(false);
    if (result?.ok) setOpen(false);
    else setError(result?.error ?? null);
  }

  return (
    <>
      <Button
        size="sm"
        aria-label={`Take now: ${role.name}, in an emergency`}
        onClick={() => {
          setDraft({ minutes: Math.min(max, USUAL_MINUTES), reason: "", typed: "" });
          setError(null);
          setOpen(true);
        }}
      >
        <Siren aria-hidden />
        Take now
      </Button>
      <Dialog
        open={open}
        onOpenChange={(next) => {
          if (!pending) setOpen(next);
        }}
        title={`Take ${role.name} in an emergency?`}
        description="You have the role at once. A critical alert with your name is raised in the same moment, and leads to your reason."
        keepOnOutsidePress
        initialFocus={cancel}
        footer={
          <>
            <Button ref={cancel} disabled={pending} onClick={() => setOpen(false)}>
              Cancel
            </Button>
            <Button variant="danger" pending={pending} disabled={!isReady} onClick={take}>
              Take it and raise the alert
            </Button>
          </>
        }
      >
        <Fields
          role={role}
          max={max}
          draft={draft}
          error={error}
          onChange={(part) => setDraft((now) => ({ ...now, ...part }))}
        />
      </Dialog>
    </>
  );
}

type FieldsProps = BreakGlassProps & {
  draft: Draft;
  error: ActionError | null;
  onChange: (part: Partial<Draft>) => void;
};

function Fields({ role, max, draft, error, onChange }: FieldsProps) {
  return (
    <div className="flex flex-col gap-4">
      <FormAlert message={error && !error.fieldErrors.reason ? error.message : null} />
      <Gains gained={role.gained} lost={role.lost} />
      <DurationField
        label="For how long"
        max={max}
        value={draft.minutes}
        onChange={(minutes) => onChange({ minutes })}
      />
      <Field
        label="What has happened"
        hint="Whoever works on the alert reads it, and it is kept in the audit log."
        error={error?.fieldErrors.reason?.[0]}
      >
        <Textarea
          name="reason"
          value={draft.reason}
          onValueChange={(reason) => onChange({ reason })}
          maxLength={300}
        />
      </Field>
      <Field label={`Type “${role.name}” to go on`}>
        <Input
          autoComplete="off"
          value={draft.typed}
          onChange={({ target }) => onChange({ typed: target.value })}
        />
      </Field>
    </div>
  );
}
