"use client";

import { useState } from "react";
import { ActionDialog, type ActionDialogProps } from "#components/shell/action-dialog.tsx";
import type { Result } from "#lib/core/result";
import { PreviewBox } from "./preview-box.tsx";
import type { Radius } from "./radius.ts";
import { RadiusView } from "./radius-view.tsx";
import { useRehearsal } from "./use-rehearsal.ts";
import { WhyField } from "./why-field.tsx";

type RehearsedDialogProps<Data> = Omit<
  ActionDialogProps<Data>,
  "action" | "disabled" | "size" | "keepOnOutsidePress"
> & {
  /** Stands for what would be done; null while it is not complete. A new one is asked about anew. */
  change: string | null;
  rehearse: () => Promise<Result<Radius>>;
  /** @param reason may be empty. */
  action: (reason: string) => Promise<Result<Data>>;
  /** Where the reason is read later, if not only in the log of changes. */
  reasonHint?: string;
  /** What to say while there is no change to ask about. */
  idle?: string;
  /** Why what is chosen cannot be asked about: the message of the field that is refused. */
  refused?: string | undefined;
};

/** Shows whose access a change would alter, before it is made. */
export function RehearsedDialog<Data>(props: RehearsedDialogProps<Data>) {
  const { change, rehearse, action, reasonHint, idle, refused, children, ...dialog } = props;
  const { open } = dialog;
  const rehearsal = useRehearsal(open ? change : null, rehearse);
  const [reason, setReason] = useState("");
  const [wasOpen, setWasOpen] = useState(open);
  if (open !== wasOpen) {
    setWasOpen(open);
    // What was said of the last change is not said of the next.
    if (open) setReason("");
  }
  return (
    <ActionDialog
      {...dialog}
      size="md"
      keepOnOutsidePress
      disabled={rehearsal.state !== "done"}
      action={() => action(reason)}
    >
      {children}
      <PreviewBox
        title="What changes"
        rehearsal={rehearsal}
        idle={idle ?? "Shown here as soon as something is chosen."}
        refused={refused}
        pending="Working out whose access changes…"
      >
        {(radius) => <RadiusView radius={radius} />}
      </PreviewBox>
      <WhyField value={reason} onChange={setReason} hint={reasonHint} />
    </ActionDialog>
  );
}
