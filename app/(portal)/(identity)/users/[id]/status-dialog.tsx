"use client";

import { useState } from "react";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import type { UserDetail } from "#lib/identity/users/schema";
import {
  disableUserAction,
  enableUserAction,
  rehearseDisableAction,
  rehearseEnableAction,
} from "../actions.ts";

type StatusDialogProps = {
  user: UserDetail;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Keeps a person out, or lets them in again. */
export function StatusDialog({ user, open, onOpenChange }: StatusDialogProps) {
  // The page may know of the change before the dialog has slid out.
  const [wasActive, setWasActive] = useState(user.status === "active");
  if (!open && wasActive !== (user.status === "active")) setWasActive(user.status === "active");
  const { id: userId, name } = user;

  return (
    <RehearsedDialog
      open={open}
      onOpenChange={onOpenChange}
      title={wasActive ? `Disable ${name}?` : `Enable ${name}?`}
      description={
        wasActive
          ? "They are signed out within a second and cannot sign in again. Their roles and groups are kept for when you enable them."
          : "They can sign in again and have what their roles and groups give them."
      }
      confirmLabel={wasActive ? "Disable" : "Enable"}
      danger={wasActive}
      change={`${userId} ${wasActive}`}
      rehearse={() =>
        wasActive ? rehearseDisableAction({ userId }) : rehearseEnableAction({ userId })
      }
      action={(reason) => (wasActive ? disableUserAction : enableUserAction)({ userId, reason })}
      done={wasActive ? `${name} is disabled` : `${name} is enabled`}
      failed={wasActive ? `${name} was not disabled` : `${name} was not enabled`}
    />
  );
}
