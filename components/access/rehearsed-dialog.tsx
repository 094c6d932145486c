"use client";

import type { Result } from "#lib/core/result";
import { PreviewBox } from "./preview-box.tsx";
import type { Radius } from "./radius.ts";
import { RadiusView } from "./radius-view.tsx";
import { ReasonedDialog, type ReasonedDialogProps } from "./reasoned-dialog.tsx";
import { useRehearsal } from "./use-rehearsal.ts";

type RehearsedDialogProps<Data> = Omit<ReasonedDialogProps<Data>, "disabled" | "size"> & {
  /** Stands for what would be done; null while it is not complete. A new one is asked about anew. */
  change: string | null;
  rehearse: () => Promise<Result<Radius>>;
  /** What to say while there is no change to ask about. */
  idle?: string;
  /** Whether a field above is refused, which says there what is wrong with it. */
  isRefused?: boolean;
};

/** Shows whose access a change would alter, before it is made. */
export function RehearsedDialog<Data>(props: RehearsedDialogProps<Data>) {
  const { change, rehearse, idle, isRefused = false, children, ...dialog } = props;
  const rehearsal = useRehearsal(dialog.open ? change : null, rehearse);
  return (
    <ReasonedDialog {...dialog} size="md" disabled={rehearsal.state !== "done"}>
      {children}
      <PreviewBox
        title="What changes"
        rehearsal={rehearsal}
        idle={idle ?? "Shown here as soon as something is chosen."}
        isRefused={isRefused}
        pending="Working out whose access changes…"
      >
        {(radius) => <RadiusView radius={radius} />}
      </PreviewBox>
    </ReasonedDialog>
  );
}
