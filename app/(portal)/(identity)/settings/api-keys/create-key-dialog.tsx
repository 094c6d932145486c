"use client";

import { Plus } from "lucide-react";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { CreateKeyForm, FORM_ID } from "./create-key-form.tsx";
import { type MadeKey, NewKey } from "./new-key.tsx";
import type { ScopeRow } from "./scopes.ts";

/** In the URL, so that buttons anywhere on the page, and links, can open it. */
function useCreating() {
  return useQueryState("new", parseAsBoolean.withDefault(false));
}

export function CreateKeyButton() {
  const [, setCreating] = useCreating();
  return (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      Create API key
    </Button>
  );
}

type CreateKeyDialogProps = {
  /** What the person may do: nobody gives a key more than that. */
  known: readonly ScopeRow[];
  origin: string;
};

export function CreateKeyDialog({ known, origin }: CreateKeyDialogProps) {
  const [creating, setCreating] = useCreating();
  const [made, setMade] = useState<MadeKey | null>(null);
  const [pending, setPending] = useState(false);
  function onOpenChange(open: boolean) {
    if (pending) return;
    void setCreating(open || null);
    // The key leaves the page's memory together with the dialog.
    if (!open) setMade(null);
  }

  if (made !== null) {
    return (
      <Dialog
        open={creating}
        onOpenChange={onOpenChange}
        title="Copy the key now"
        description="It is shown this once. Only a fingerprint of it is stored, so nobody can show it again."
        keepOnOutsidePress
        size="lg"
        footer={
          <Button variant="primary" onClick={() => onOpenChange(false)}>
            I have stored the key
          </Button>
        }
      >
        <NewKey made={made} origin={origin} />
      </Dialog>
    );
  }
  return (
    <Dialog
      open={creating}
      onOpenChange={onOpenChange}
      title="Create API key"
      description="For one program. It can do what you choose here and nothing else, and loses what you lose."
      keepOnOutsidePress
      size="lg"
      footer={
        <>
          <Button disabled={pending} onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button type="submit" form={FORM_ID} variant="primary" pending={pending}>
            Create key
          </Button>
        </>
      }
    >
      <CreateKeyForm known={known} onPending={setPending} onCreated={setMade} />
    </Dialog>
  );
}
