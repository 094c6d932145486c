"use client";

import { useState } from "react";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import type { AccessRequestRow } from "#lib/governance/requests/schema";
import {
  endElevationAction,
  giveBackAction,
  rehearseEndAction,
  rehearseGiveBackAction,
} from "./actions.ts";

type EndRoleProps = {
  request: AccessRequestRow;
  /** One's own is given back; somebody else's is ended. */
  isOwn: boolean;
};

/** Ends a role before its time. */
export function EndRole({ request, isOwn }: EndRoleProps) {
  const [open, setOpen] = useState(false);
  const { id: requestId, person, role } = request;
  const label = isOwn ? "Give back" : "End now";
  const what = isOwn ? role.name : `${role.name} of ${person.name}`;
  return (
    <>
      <Button size="sm" aria-label={`${label}: ${what}`} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <RehearsedDialog
        open={open}
        onOpenChange={setOpen}
        title={isOwn ? `Give ${role.name} back?` : `End ${role.name} for ${person.name}?`}
        description="What only this role allows is gone within a second."
        confirmLabel={label}
        danger={!isOwn}
        change={requestId}
        rehearse={() =>
          isOwn ? rehearseGiveBackAction({ requestId }) : rehearseEndAction({ requestId })
        }
        action={(reason) =>
          isOwn ? giveBackAction({ requestId, reason }) : endElevationAction({ requestId, reason })
        }
        done={isOwn ? `${role.name} given back` : `${role.name} ended for ${person.name}`}
        failed={`${role.name} was not ended`}
      />
    </>
  );
}
