"use client";

import { type ComponentProps, useState } from "react";
import { ConfirmDialog } from "#components/ui/dialog.tsx";
import { FormAlert } from "#components/ui/form-alert.tsx";
import { toast } from "#components/ui/toaster.tsx";
import type { Result } from "#lib/core/result";
import { attempt, refusalOf } from "./perform.ts";

export type ActionDialogProps<Data> = Omit<ComponentProps<typeof ConfirmDialog>, "onConfirm"> & {
  action: () => Promise<Result<Data>>;
  /** Said when it was done; left out where the page itself shows it. */
  done?: string;
  /** Said before the reason when it was refused. */
  failed: string;
  onDone?: (data: Data) => void;
  onRefused?: () => void;
};

/**
 * Asks before an action, and runs it. It closes when the action was done; when it was refused it stays
 * open and says why, so that what was chosen and filled in is not lost.
 */
export function ActionDialog<Data>(props: ActionDialogProps<Data>) {
  const { action, done, failed, onDone, onRefused, children, ...dialog } = props;
  const [refusal, setRefusal] = useState<string | null>(null);
  const [wasOpen, setWasOpen] = useState(dialog.open);
  if (dialog.open !== wasOpen) {
    setWasOpen(dialog.open);
    if (dialog.open) setRefusal(null);
  }

  async function confirm(): Promise<boolean> {
    setRefusal(null);
    const result = await attempt(action);
    if (result?.ok) {
      if (done) toast.success(done);
      onDone?.(result.data);
      return true;
    }
    setRefusal(result && `${failed}. ${refusalOf(result.error)}`);
    onRefused?.();
    return false;
  }

  return (
    <ConfirmDialog {...dialog} onConfirm={confirm}>
      {children || refusal ? (
        <div className="flex flex-col gap-4">
          {children}
          <FormAlert message={refusal} />
        </div>
      ) : null}
    </ConfirmDialog>
  );
}
