"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import type { UserDetail } from "#lib/identity/users/schema";
import { EditPersonDialog } from "./edit-person.tsx";
import { NewLinkDialog } from "./new-link.tsx";
import { StatusDialog } from "./status-dialog.tsx";

type PersonActionsProps = {
  user: UserDetail;
  origin: string;
  rights: { canUpdate: boolean; canDisable: boolean; canRenew: boolean };
};

/** What can be done about a person; the server checks each again. */
export function PersonActions({ user, origin, rights }: PersonActionsProps) {
  const [open, setOpen] = useState<"edit" | "link" | "status" | null>(null);
  const isActive = user.status === "active";
  const dialog = (name: NonNullable<typeof open>) => ({
    user,
    open: open === name,
    onOpenChange: (next: boolean) => setOpen(next ? name : null),
  });
  return (
    <>
      {rights.canRenew && isActive && !user.hasPassword ? (
        <>
          <Button onClick={() => setOpen("link")}>New one-time link</Button>
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
