"use client";

import { Plus } from "lucide-react";
import { parseAsBoolean, useQueryState } from "nuqs";
import { useState } from "react";
import { permissionName } from "#components/access/permission-words.ts";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import { WindowFields } from "#components/access/window-fields.tsx";
import { Button } from "#components/ui/button.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import { createGrantAction, rehearseCreateAction } from "./actions.ts";
import { blankGrant, type GrantChoices, readGrant, withPermission } from "./grant-draft.ts";
import { PermissionField, ReceiverField, ResourceFields } from "./grant-fields.tsx";

/** In the URL, so that buttons anywhere on the page, and links, can open it. */
function useGiving() {
  return useQueryState("new", parseAsBoolean.withDefault(false));
}

export function GiveButton() {
  const [, setGiving] = useGiving();
  return (
    <Button variant="primary" onClick={() => setGiving(true)}>
      <Plus aria-hidden />
      New grant
    </Button>
  );
}

/** Gives, or denies, a person or a group one permission on a resource. */
export function NewGrantDialog({ choices }: { choices: GrantChoices }) {
  const [open, setGiving] = useGiving();
  const [draft, setDraft] = useState(blankGrant);
  const [wasOpen, setWasOpen] = useState(open);
  if (open !== wasOpen) {
    setWasOpen(open);
    if (open) setDraft(blankGrant);
  }
  const { input, problem } = readGrant(draft);
  const name = permissionName(draft.permission);
  const change = (part: Partial<typeof draft>) => setDraft((now) => ({ ...now, ...part }));
  return (
    <RehearsedDialog
      open={open}
      onOpenChange={(next) => void setGiving(next || null)}
      title="New grant"
      description="One permission for a person or a group, on a resource and all that lies under it."
      confirmLabel={draft.effect === "deny" ? "Deny" : "Give"}
      change={input ? JSON.stringify(input) : null}
      rehearse={() => rehearseCreateAction(input)}
      isRefused={problem !== undefined}
      idle="Shown here as soon as everything is chosen."
      reasonHint="It is shown in the list and kept with the change."
      action={(reason) => createGrantAction({ ...input, reason })}
      done={draft.effect === "deny" ? `${name} denied` : `${name} given`}
      failed="The grant was not made"
    >
      <ReceiverField draft={draft} choices={choices} onChange={change} />
      <PermissionField
        draft={draft}
        choices={choices}
        onChange={(permission) => setDraft((now) => withPermission(now, choices, permission))}
      />
      <RadioGroup
        label="What it does"
        value={draft.effect}
        onValueChange={(effect) => change({ effect })}
        options={[
          { value: "allow", label: "Allow it" },
          {
            value: "deny",
            label: "Deny it",
            hint: "Wins over every role and every other grant.",
          },
        ]}
      />
      <ResourceFields draft={draft} choices={choices} onChange={change} />
      <WindowFields window={draft} problem={problem} onChange={change} />
    </RehearsedDialog>
  );
}
