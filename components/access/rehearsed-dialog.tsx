"use client";

import { useState } from "react";
import { ActionDialog, type ActionDialogProps } from "#components/shell/action-dialog.tsx";
import { FormAlert } from "#components/ui/form-alert.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Result } from "#lib/core/result";
import type { Radius } from "./radius.ts";
import { RadiusView } from "./radius-view.tsx";
import { type Rehearsal, useRehearsal } from "./use-rehearsal.ts";
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
};

/** Shows whose access a change would alter, before it is made. */
export function RehearsedDialog<Data>(props: RehearsedDialogProps<Data>) {
  const { change, rehearse, action, reasonHint, idle, children, ...dialog } = props;
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
      <WhatChanges
        rehearsal={rehearsal}
        idle={idle ?? "Shown here as soon as something is chosen."}
      />
      <WhyField value={reason} onChange={setReason} hint={reasonHint} />
    </ActionDialog>
  );
}

function WhatChanges({ rehearsal, idle }: { rehearsal: Rehearsal<Radius>; idle: string }) {
  return (
    <section aria-label="What changes" className="rounded-md border bg-surface px-3 py-2.5">
      <h3 className="mb-1.5 font-medium text-sm">What changes</h3>
      <FormAlert message={rehearsal.state === "failed" ? rehearsal.message : null} />
      <div role="status">
        {rehearsal.state === "idle" ? <p className="text-ink-muted text-sm">{idle}</p> : null}
        {rehearsal.state === "pending" ? (
          <>
            <span className="sr-only">Working out whose access changes…</span>
            <Skeleton className="my-0.5 w-2/3" />
          </>
        ) : null}
        {rehearsal.state === "done" ? <RadiusView radius={rehearsal.outcome} /> : null}
      </div>
    </section>
  );
}
