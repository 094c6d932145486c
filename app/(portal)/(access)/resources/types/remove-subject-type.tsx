"use client";

import { useState } from "react";
import { WhyField } from "#components/access/why-field.tsx";
import { ActionDialog } from "#components/shell/action-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { deleteSubjectTypeAction } from "../actions.ts";

/** Ends that subjects of a type are people. */
export function RemoveSubjectType({ type }: { type: string }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  return (
    <>
      <Button
        size="sm"
        aria-label={`Remove ${type}`}
        onClick={() => {
          setReason("");
          setOpen(true);
        }}
      >
        Remove
      </Button>
      <ActionDialog
        open={open}
        onOpenChange={setOpen}
        title={`Remove ${type}?`}
        description="Products that ask about people by this type are told no within a second, whatever people may do."
        confirmLabel="Remove"
        danger
        keepOnOutsidePress
        action={() => deleteSubjectTypeAction({ type, reason })}
        done={`${type} removed`}
        failed={`${type} was not removed`}
      >
        <WhyField value={reason} onChange={setReason} />
      </ActionDialog>
    </>
  );
}
