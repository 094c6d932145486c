"use client";

import { useState } from "react";
import { ActionDialog, type ActionDialogProps } from "#components/shell/action-dialog.tsx";
import type { Result } from "#lib/core/result";
import { WhyField } from "./why-field.tsx";

export type ReasonedDialogProps<Data> = Omit<
  ActionDialogProps<Data>,
  "action" | "keepOnOutsidePress"
> & {
  /** @param reason may be empty. */
  action: (reason: string) => Promise<Result<Data>>;
  /** What the reason is called where it is none: "Comment". */
  reasonLabel?: string | undefined;
  /** Where the reason is read later, if not only in the log of changes. */
  reasonHint?: string | undefined;
};

/** Asks before an action, and why it is done. */
export function ReasonedDialog<Data>(props: ReasonedDialogProps<Data>) {
  const { action, reasonLabel, reasonHint, children, ...dialog } = props;
  const { open } = dialog;
  const [reason, setReason] = useState("");
  const [wasOpen, setWasOpen] = useState(open);
  if (open !== wasOpen) {
    setWasOpen(open);
    // What was said of the last change is not said of the next.
    if (open) setReason("");
  }
  return (
    <ActionDialog {...dialog} keepOnOutsidePress action={() => action(reason)}>
      {children}
      <WhyField value={reason} onChange={setReason} label={reasonLabel} hint={reasonHint} />
    </ActionDialog>
  );
}
