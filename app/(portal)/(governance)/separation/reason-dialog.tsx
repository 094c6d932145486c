"use client";

import { type ReactNode, useState } from "react";
import { ConfirmDialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/textarea.tsx";

type ReasonDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** What happens. */
  description: ReactNode;
  /** What the reason is called here: "Comment", "Reason". */
  label: string;
  confirmLabel: string;
  danger: boolean;
  /** The dialog waits for it and then closes, unless it resolves to false. */
  onConfirm: (reason: string) => Promise<boolean>;
};

/** Asks before something is decided, and why. */
export function ReasonDialog({ label, onConfirm, ...dialog }: ReasonDialogProps) {
  const { open } = dialog;
  const [reason, setReason] = useState("");
  const [wasOpen, setWasOpen] = useState(open);
  if (open !== wasOpen) {
    setWasOpen(open);
    if (open) setReason("");
  }
  return (
    <ConfirmDialog {...dialog} onConfirm={() => onConfirm(reason)}>
      <Field label={`${label} (optional)`} hint="It is kept in the audit log.">
        <Textarea name="reason" value={reason} onValueChange={setReason} maxLength={300} />
      </Field>
    </ConfirmDialog>
  );
}
