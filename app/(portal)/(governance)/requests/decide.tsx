"use client";

import { useState } from "react";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { durationWords } from "#lib/governance/requests/duration";
import type { AccessRequestRow } from "#lib/governance/requests/schema";
import { approveRequestAction, rehearseApproveAction } from "./actions.ts";
import { DurationField } from "./duration-field.tsx";
import { RefuseRequest } from "./refuse.tsx";

/** Approving, for as long as was asked or shorter, and refusing. */
export function Decide({ request }: { request: AccessRequestRow }) {
  const [approving, setApproving] = useState(false);
  const [minutes, setMinutes] = useState(request.minutes);
  const { id: requestId, person, role } = request;
  const what = `${person.name}’s request for ${role.name}`;
  return (
    <div className="flex gap-2">
      <RefuseRequest request={request} what={what} />
      <Button
        size="sm"
        variant="primary"
        aria-label={`Approve ${what}`}
        onClick={() => {
          setMinutes(request.minutes);
          setApproving(true);
        }}
      >
        Approve
      </Button>
      <RehearsedDialog
        open={approving}
        onOpenChange={setApproving}
        title={`Give ${person.name} the role ${role.name}?`}
        description={`Why ${person.name} asks: ${request.reason}`}
        confirmLabel={`Approve for ${durationWords(minutes)}`}
        change={`${requestId} ${minutes}`}
        rehearse={() => rehearseApproveAction({ requestId, minutes })}
        reasonHint={`${person.name} sees it beside the request, and it is kept in the audit log.`}
        action={(comment) => approveRequestAction({ requestId, minutes, comment })}
        done={`${person.name} has the role ${role.name} for ${durationWords(minutes)}`}
        failed="The request was not approved"
      >
        <DurationField
          label="For how long"
          hint={`Asked for: ${durationWords(request.minutes)}. It begins at once.`}
          max={request.minutes}
          value={minutes}
          onChange={setMinutes}
        />
      </RehearsedDialog>
    </div>
  );
}
