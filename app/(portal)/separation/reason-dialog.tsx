"use client";

import { type ReactNode, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
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
export function ReasonDialog(props: ReasonDialogProps) {
  const { open, onOpenChange, danger } = props;
  const [reason, setReason] = useState("");
  const [pending, setPending] = useState(false);
  const [wasOpen, setWasOpen] = useState(open);
  const cancel = useRef<HTMLButtonElement>(null);
  if (open !== wasOpen) {
    setWasOpen(open);
    if (open) setReason("");
  }

  async function confirm() {
    if (pending) return;
    setPending(true);
    try {
      if (await props.onConfirm(reason)) onOpenChange(false);
    } finally {
      setPending(false);
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!pending) onOpenChange(next);
      }}
      title={props.title}
      description={props.description}
      size="sm"
      {...(danger ? { initialFocus: cancel } : {})}
      footer={
        <>
          <Button ref={cancel} disabled={pending} onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button variant={danger ? "danger" : "primary"} pending={pending} onClick={confirm}>
            {props.confirmLabel}
          </Button>
        </>
      }
    >
      <Field label={`${props.label} (optional)`} hint="It is kept in the audit log.">
        <Textarea name="reason" value={reason} onValueChange={setReason} maxLength={300} />
      </Field>
    </Dialog>
  );
}
