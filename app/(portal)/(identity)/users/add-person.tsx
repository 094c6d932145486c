"use client";

import { UserPlus } from "lucide-react";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useState } from "react";
import type { RoleChoice } from "#components/access/role-options.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { type AddedPerson, AddPersonForm, FORM_ID } from "./add-person-form.tsx";
import { linkOf, OneTimeLink } from "./one-time-link.tsx";

/** In the URL, so that buttons anywhere on the page, and links, can open it. */
function useAdding() {
  return useQueryState("new", parseAsBoolean.withDefault(false));
}

export function AddPersonButton() {
  const [, setAdding] = useAdding();
  return (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <UserPlus aria-hidden />
      Add person
    </Button>
  );
}

type AddPersonDialogProps = { roles: readonly RoleChoice[]; origin: string };

export function AddPersonDialog({ roles, origin }: AddPersonDialogProps) {
  const [adding, setAdding] = useAdding();
  const [added, setAdded] = useState<AddedPerson | null>(null);
  const [pending, setPending] = useState(false);
  function onOpenChange(open: boolean) {
    if (pending) return;
    void setAdding(open || null);
    // The link leaves the page's memory together with the dialog.
    if (!open) setAdded(null);
  }

  if (added !== null) {
    return (
      <Dialog
        open={adding}
        onOpenChange={onOpenChange}
        title={`Send ${added.name} this link`}
        description="It is shown this once. Only a fingerprint of it is stored, so nobody can show it again."
        keepOnOutsidePress
        size="lg"
        footer={
          <>
            <ButtonLink href={`/users/${added.userId}`}>Open {added.name}’s page</ButtonLink>
            <Button variant="primary" onClick={() => onOpenChange(false)}>
              I have the link
            </Button>
          </>
        }
      >
        <OneTimeLink link={linkOf(origin, added.linkToken)} name={added.name} />
      </Dialog>
    );
  }
  return (
    <Dialog
      open={adding}
      onOpenChange={onOpenChange}
      title="Add person"
      description="They choose a password themselves, with a link that you get next."
      keepOnOutsidePress
      footer={
        <>
          <Button disabled={pending} onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button type="submit" form={FORM_ID} variant="primary" pending={pending}>
            Add person
          </Button>
        </>
      }
    >
      <AddPersonForm roles={roles} onPending={setPending} onAdded={setAdded} />
    </Dialog>
  );
}
