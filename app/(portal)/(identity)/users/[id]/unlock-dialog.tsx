"use client";

import { ReasonedDialog } from "#components/access/reasoned-dialog.tsx";
import type { UserDetail } from "#lib/identity/users/schema";
import { unlockUserAction } from "../actions.ts";

type UnlockDialogProps = {
  user: UserDetail;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Lets somebody log in who was refused after too many wrong passwords, their own or others'. */
export function UnlockDialog({
  user: { id: userId, name },
  open,
  onOpenChange,
}: UnlockDialogProps) {
  return (
    <ReasonedDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Unlock ${name}?`}
      description="After too many wrong passwords, log-ins are refused from some addresses, or from all that are new. Those so far count no longer, wherever they were typed."
      confirmLabel="Unlock"
      action={(reason) => unlockUserAction({ userId, reason })}
      done={`${name} can log in again`}
      failed={`${name} was not unlocked`}
    />
  );
}
