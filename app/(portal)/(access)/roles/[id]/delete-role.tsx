"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { countOf, peopleOf } from "#components/ui/format-number.ts";
import { Select } from "#components/ui/select.tsx";
import type { RoleRow } from "#lib/access/roles/schema";
import { deleteRoleAction, rehearseDeleteAction } from "../actions.ts";
import type { RoleChoice } from "../rules.ts";

type DeleteRoleProps = {
  role: RoleRow;
  roles: readonly Pick<RoleChoice, "id" | "name">[];
  /** Why it cannot be deleted by this person. */
  reason: string | null;
  canSeePeople: boolean;
};

export function DeleteRole({ role, roles, reason, canSeePeople }: DeleteRoleProps) {
  const [asking, setAsking] = useState(false);
  const given = givenTo(role);
  const fact = given
    ? `It was given to ${given}. Deleting it gives them another role.`
    : "It was given to nobody. What it was stays in the audit log.";
  return (
    <section
      aria-labelledby="delete-heading"
      className="mt-10 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-lg border px-3 py-3"
    >
      <div className="min-w-0 flex-1 basis-64 text-sm">
        <h2 id="delete-heading" className="font-medium">
          Delete this role
        </h2>
        <p id="delete-reason" className="text-ink-muted">
          {reason ?? fact}{" "}
          {given !== null && canSeePeople ? (
            <Link href={`/roles/${role.id}/people`} className="text-accent-text underline">
              See who has it
            </Link>
          ) : null}
        </p>
      </div>
      <Button
        disabled={reason !== null}
        aria-describedby="delete-reason"
        onClick={() => setAsking(true)}
      >
        Delete role
      </Button>
      <DeleteDialog {...{ role, roles }} open={asking} onOpenChange={setAsking} />
    </section>
  );
}

/** Directly, whether they have it now or not: "3 people and 1 group", or null for nobody. */
function givenTo({ givenPeopleCount, givenGroupCount }: RoleRow): string | null {
  const parts = [
    givenPeopleCount > 0 ? peopleOf(givenPeopleCount) : null,
    givenGroupCount > 0 ? countOf(givenGroupCount, "group", "groups") : null,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(" and ") : null;
}

type DeleteDialogProps = Pick<DeleteRoleProps, "role" | "roles"> & {
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

function DeleteDialog({ role, roles, open, onOpenChange }: DeleteDialogProps) {
  const router = useRouter();
  const [reassignTo, setReassignTo] = useState("");
  const given = givenTo(role);
  const input = { roleId: role.id, reassignTo: given ? reassignTo : null };

  return (
    <RehearsedDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Delete ${role.name}?`}
      description="This cannot be undone; the audit log keeps what the role was."
      confirmLabel="Delete role"
      danger
      change={given && !reassignTo ? null : JSON.stringify(input)}
      rehearse={() => rehearseDeleteAction(input)}
      idle="Choose the role that they get instead."
      action={(reason) => deleteRoleAction({ ...input, reason })}
      done={`${role.name} deleted`}
      failed="The role was not deleted"
      onDone={() => router.replace("/roles")}
      // Somebody may have been given the role since the page was loaded.
      onRefused={() => router.refresh()}
    >
      {given ? (
        <div>
          <Select
            label={`Whoever it was given to (${given}) gets`}
            options={[
              { value: "", label: "Choose a role" },
              ...roles
                .filter(({ id }) => id !== role.id)
                .map(({ id, name }) => ({ value: id, label: name })),
            ]}
            value={reassignTo}
            onValueChange={setReassignTo}
            className="w-full"
          />
        </div>
      ) : null}
    </RehearsedDialog>
  );
}
