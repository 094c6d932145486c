"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import type { GroupRow } from "#lib/identity/groups/schema";
import { deleteGroupAction, rehearseDeleteAction } from "../actions.ts";
import type { KnownAttribute } from "../group-draft.ts";
import { EditGroupDialog } from "./edit-group.tsx";

type GroupActionsProps = {
  group: GroupRow;
  attributes: readonly KnownAttribute[];
  canUpdate: boolean;
  canDelete: boolean;
};

/** What can be done about a group; the server checks each again. */
export function GroupActions({ group, attributes, canUpdate, canDelete }: GroupActionsProps) {
  const [open, setOpen] = useState<"name" | "choice" | "delete" | null>(null);
  const dialog = (name: NonNullable<typeof open>) => ({
    group,
    open: open === name,
    onOpenChange: (next: boolean) => setOpen(next ? name : null),
  });
  return (
    <>
      {canUpdate ? (
        <>
          <Button onClick={() => setOpen("name")}>Edit</Button>
          <EditGroupDialog {...dialog("name")} part="name" attributes={attributes} />
          <Button onClick={() => setOpen("choice")}>
            {group.rule ? "Change rule" : "Use a rule"}
          </Button>
          <EditGroupDialog {...dialog("choice")} part="choice" attributes={attributes} />
        </>
      ) : null}
      {canDelete ? (
        <>
          <Button onClick={() => setOpen("delete")}>Delete</Button>
          <DeleteGroupDialog {...dialog("delete")} />
        </>
      ) : null}
    </>
  );
}

type DialogProps = { group: GroupRow; open: boolean; onOpenChange: (open: boolean) => void };

function DeleteGroupDialog({ group, open, onOpenChange }: DialogProps) {
  const router = useRouter();
  const input = { groupId: group.id };
  return (
    <RehearsedDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Delete ${group.name}?`}
      description="Everybody leaves it, and what it was given is gone for good. The people themselves stay."
      confirmLabel="Delete group"
      danger
      change={group.id}
      rehearse={() => rehearseDeleteAction(input)}
      action={(reason) => deleteGroupAction({ ...input, reason })}
      done={`${group.name} deleted`}
      failed={`${group.name} was not deleted`}
      onDone={() => router.push("/groups")}
    />
  );
}
