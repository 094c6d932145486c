"use client";

import { Plus } from "lucide-react";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useState } from "react";
import { sendEventCommand } from "#components/audit/send-event-command.ts";
import { Button } from "#components/ui/button.tsx";
import { CommandBlock } from "#components/ui/command-block.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { PermissionId } from "#lib/authz/catalogue/permissions";
import { CreateKeyForm, FORM_ID } from "./create-key-form.tsx";

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
  held: readonly PermissionId[];
  /** The same of what the tenant's products have registered. */
  products: readonly string[];
  origin: string;
};

export function CreateKeyDialog({ held, products, origin }: CreateKeyDialogProps) {
  const [creating, setCreating] = useCreating();
  const [key, setKey] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  function onOpenChange(open: boolean) {
    if (pending) return;
    void setCreating(open || null);
    // The key leaves the page's memory together with the dialog.
    if (!open) setKey(null);
  }

  if (key !== null) {
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
        <NewKey value={key} origin={origin} />
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
      <CreateKeyForm held={held} products={products} onPending={setPending} onCreated={setKey} />
    </Dialog>
  );
}

function NewKey({ value, origin }: { value: string; origin: string }) {
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-2 sm:flex-row sm:items-start">
        <code
          data-new-api-key
          className="min-w-0 flex-1 break-all rounded-md border bg-surface px-3 py-1.5 font-mono text-xs leading-5"
        >
          {value}
        </code>
        <CopyButton text={value} label="key" showLabel autoFocus />
      </div>
      <div>
        <h3 className="mb-2 font-medium text-sm">Try it: send one event</h3>
        <CommandBlock text={sendEventCommand(origin)} label="command" />
      </div>
    </div>
  );
}
