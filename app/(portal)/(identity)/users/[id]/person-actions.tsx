"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import type { UserDetail } from "#lib/identity/users/schema";
import { EditPersonDialog } from "./edit-person.tsx";
import { NewLinkDialog } from "./new-link.tsx";
import { StatusDialog } from "./status-dialog.tsx";
import { UnlockDialog } from "./unlock-dialog.tsx";

type PersonActionsProps = {
  user: UserDetail;
  origin: string;
  rights: {
    canUpdate: boolean;
    canDisable: boolean;
    canRenew: boolean;
    canReset: boolean;
    canUnlock: boolean;
  };
};

/** What can be done about a person; the server checks each again. */
export function PersonActions({ user, origin, rights }: PersonActionsProps) {
  const [open, setOpen] = useState<"edit" | "link" | "status" | "unlock" | null>(null);
  const isActive = user.status === "active";
  const canLink = user.hasPassword ? rights.canReset : rights.canRenew;
  const dialog = (name: NonNullable<typeof open>) => ({
    user,
    open: open === name,
    onOpenChange: (next: boolean) => setOpen(next ? name : null),
  });
  return (
    <>
      {rights.canUnlock ? (
        <>
          {isActive && user.lockedUntil ? (
            <Button onClick={() => setOpen("unlock")}>Unlock</Button>
          ) : null}
          <UnlockDialog {...dialog("unlock")} />
        </>
      ) : null}
      {canLink && isActive ? (
        <>
          <Button onClick={() => setOpen("link")}>
            {user.hasPassword ? "Reset password" : "New one-time link"}
          </Button>
          <NewLinkDialog {...dialog("link")} origin={origin} />
        </>
      ) : null}
      {rights.canUpdate ? (
        <>
          <Button onClick={() => setOpen("edit")}>Edit</Button>
          <EditPersonDialog {...dialog("edit")} />
        </>
      ) : null}
      {rights.canDisable ? (
        <>
          <Button onClick={() => setOpen("status")}>{isActive ? "Disable" : "Enable"}</Button>
          <StatusDialog {...dialog("status")} />
        </>
      ) : null}
    </>
  );
}
