"use client";

import { useState } from "react";
import { ActionDialog, type ActionDialogProps } from "#components/shell/action-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { Result } from "#lib/core/result";

type ReasonDialogProps = Omit<ActionDialogProps<unknown>, "action" | "children"> & {
  /** What the reason is called here: "Comment", "Reason". */
  label: string;
  /** @param reason may be empty. */
  action: (reason: string) => Promise<Result<unknown>>;
};

/** Asks before something is decided, and why. */
export function ReasonDialog({ label, action, ...dialog }: ReasonDialogProps) {
  const { open } = dialog;
  const [reason, setReason] = useState("");
  const [wasOpen, setWasOpen] = useState(open);
  if (open !== wasOpen) {
    setWasOpen(open);
    if (open) setReason("");
  }
  return (
    <ActionDialog {...dialog} action={() => action(reason)}>
      <Field label={`${label} (optional)`} hint="It is kept in the audit log.">
        <Textarea name="reason" value={reason} onValueChange={setReason} maxLength={300} />
      </Field>
    </ActionDialog>
  );
}
