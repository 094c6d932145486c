"use client";

import { useState } from "react";
import { WhyField } from "#components/access/why-field.tsx";
import { perform } from "#components/shell/perform.ts";
import { ConfirmDialog } from "#components/ui/dialog.tsx";
import type { UserDetail } from "#lib/identity/users/schema";
import { unlockUserAction } from "../actions.ts";

type UnlockDialogProps = {
  user: UserDetail;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Lets somebody log in who was refused after too many wrong passwords, their own or others'. */
export function UnlockDialog({ user, open, onOpenChange }: UnlockDialogProps) {
  const [reason, setReason] = useState("");
  const { id: userId, name } = user;

  async function confirm(): Promise<boolean> {
    const result = await perform(() => unlockUserAction({ userId, reason }), {
      done: `${name} can log in again`,
      failed: `${name} was not unlocked`,
    });
    if (result?.ok) setReason("");
    return result?.ok ?? false;
  }

  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Unlock ${name}?`}
      description="After too many wrong passwords, log-ins are refused from some addresses, or from all that are new. Those so far count no longer, wherever they were typed."
      confirmLabel="Unlock"
      size="sm"
      onConfirm={confirm}
    >
      <WhyField value={reason} onChange={setReason} />
    </ConfirmDialog>
  );
}
