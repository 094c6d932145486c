"use client";

import { useState } from "react";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import type { ResourceTypeRow } from "#lib/access/resources/schema";
import { deleteTypeAction, rehearseDeleteTypeAction } from "../actions.ts";

/** Removes a type of the tenant's own with its actions and whatever roles and grants say of them. */
export function RemoveType({ row: { type, name } }: { row: ResourceTypeRow }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" aria-label={`Remove ${name}`} onClick={() => setOpen(true)}>
        Remove
      </Button>
      <RehearsedDialog
        open={open}
        onOpenChange={setOpen}
        title={`Remove ${name}?`}
        description="Its actions go with it, and what roles and grants say of them."
        confirmLabel="Remove"
        danger
        change={type}
        rehearse={() => rehearseDeleteTypeAction({ type })}
        action={(reason) => deleteTypeAction({ type, reason })}
        done={`${name} removed`}
        failed={`${name} was not removed`}
      />
    </>
  );
}
