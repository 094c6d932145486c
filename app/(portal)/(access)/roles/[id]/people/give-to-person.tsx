"use client";

import { UserPlus } from "lucide-react";
import { useId, useState } from "react";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import { always, WindowFields } from "#components/access/window-fields.tsx";
import { Button } from "#components/ui/button.tsx";
import type { RoleRow } from "#lib/access/roles/schema";
import { ENDS_TOO_EARLY, endsLater } from "#lib/core/window";
import type { FoundPerson } from "../../../../(identity)/person-picker/actions.ts";
import { PersonPicker } from "../../../../(identity)/person-picker/person-picker.tsx";
import { assignRoleAction, rehearseAssignAction } from "../../actions.ts";

/** Gives the role to a person, for good or for a time, after showing what that changes. */
export function GiveToPerson({ role }: { role: RoleRow }) {
  const [open, setOpen] = useState(false);
  const [person, setPerson] = useState<FoundPerson | null>(null);
  const [window, setWindow] = useState(always);
  const labelId = useId();
  const isInOrder = endsLater(window);
  const input = { roleId: role.id, userId: person?.id, ...window };
  return (
    <>
      <Button
        variant="primary"
        onClick={() => {
          setPerson(null);
          setWindow(always);
          setOpen(true);
        }}
      >
        <UserPlus aria-hidden />
        Give to a person
      </Button>
      <RehearsedDialog
        open={open}
        onOpenChange={setOpen}
        title={`Give ${role.name} to a person`}
        confirmLabel="Give role"
        change={person && isInOrder ? JSON.stringify(input) : null}
        isRefused={!isInOrder}
        idle="Shown here as soon as somebody is chosen."
        rehearse={() => rehearseAssignAction(input)}
        action={(reason) => assignRoleAction({ ...input, reason })}
        done={`${person?.name} has the role ${role.name}`}
        failed={`${role.name} was not given`}
        reasonHint="It is shown on the person's page and kept with the change."
      >
        <div className="flex flex-col gap-1.5">
          <span id={labelId} className="font-medium text-sm">
            Person
          </span>
          <PersonPicker labelledBy={labelId} person={person} onChange={setPerson} />
        </div>
        <WindowFields
          window={window}
          problem={isInOrder ? undefined : ENDS_TOO_EARLY}
          onChange={(part) => setWindow((now) => ({ ...now, ...part }))}
        />
      </RehearsedDialog>
    </>
  );
}
