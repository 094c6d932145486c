"use client";

import { useState } from "react";
import { ReasonedDialog } from "#components/access/reasoned-dialog.tsx";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import type { ResourceTypeRow } from "#lib/access/resources/schema";
import { deleteSubjectTypeAction, deleteTypeAction, rehearseDeleteTypeAction } from "../actions.ts";

/** Removes a type of the tenant's own with its actions and whatever roles and grants say of them. */
export function RemoveType({ row: { type, name } }: { row: ResourceTypeRow }) {
  const removal = useRemoval(name);
  return (
    <>
      <RemoveButton {...removal} />
      <RehearsedDialog
        {...removal.dialog}
        description="Its actions go with it, and what roles and grants say of them."
        change={type}
        rehearse={() => rehearseDeleteTypeAction({ type })}
        action={(reason) => deleteTypeAction({ type, reason })}
      />
    </>
  );
}

/** Ends that subjects of a type are people. */
export function RemoveSubjectType({ type }: { type: string }) {
  const removal = useRemoval(type);
  return (
    <>
      <RemoveButton {...removal} />
      <ReasonedDialog
        {...removal.dialog}
        description="Products that ask about people by this type are told no within a second, whatever people may do."
        action={(reason) => deleteSubjectTypeAction({ type, reason })}
      />
    </>
  );
}

type Removal = ReturnType<typeof useRemoval>;

/** What the dialogs that remove something have in common. */
function useRemoval(name: string) {
  const [open, setOpen] = useState(false);
  return {
    name,
    dialog: {
      open,
      onOpenChange: setOpen,
      title: `Remove ${name}?`,
      confirmLabel: "Remove",
      danger: true,
      done: `${name} removed`,
      failed: `${name} was not removed`,
    },
  };
}

function RemoveButton({ name, dialog }: Removal) {
  return (
    <Button size="sm" aria-label={`Remove ${name}`} onClick={() => dialog.onOpenChange(true)}>
      Remove
    </Button>
  );
}
