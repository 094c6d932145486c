"use client";

import { FormAlert } from "#components/ui/form-alert.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Result } from "#lib/core/result";
import type { Radius } from "./radius.ts";
import { RadiusView } from "./radius-view.tsx";
import { ReasonedDialog, type ReasonedDialogProps } from "./reasoned-dialog.tsx";
import { type Rehearsal, useRehearsal } from "./use-rehearsal.ts";

type RehearsedDialogProps<Data> = Omit<ReasonedDialogProps<Data>, "disabled" | "size"> & {
  /** Stands for what would be done; null while it is not complete. A new one is asked about anew. */
  change: string | null;
  rehearse: () => Promise<Result<Radius>>;
  /** What to say while there is no change to ask about. */
  idle?: string;
};

/** Shows whose access a change would alter, before it is made. */
export function RehearsedDialog<Data>(props: RehearsedDialogProps<Data>) {
  const { change, rehearse, idle, children, ...dialog } = props;
  const rehearsal = useRehearsal(dialog.open ? change : null, rehearse);
  return (
    <ReasonedDialog {...dialog} size="md" disabled={rehearsal.state !== "done"}>
      {children}
      <WhatChanges
        rehearsal={rehearsal}
        idle={idle ?? "Shown here as soon as something is chosen."}
      />
    </ReasonedDialog>
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
