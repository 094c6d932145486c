"use client";

import { useState } from "react";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { hasProblems, problemsOf } from "#lib/core/problems";
import { type UserDetail, updateUserInput } from "#lib/identity/users/schema";
import { rehearseUpdateAction, updateUserAction } from "../actions.ts";
import { AttributeLines } from "../attribute-lines.tsx";
import { type AttributeLine, attributesOf } from "../person-input.ts";

type Draft = { name: string; externalId: string; lines: readonly AttributeLine[] };

function draftOf({ name, externalId, attributes }: UserDetail): Draft {
  const lines = Object.entries(attributes)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([attribute, value], key) => ({ key, name: attribute, value }));
  return { name, externalId: externalId ?? "", lines };
}

/** What a draft asks for, and what is wrong with it. */
function readDraft(userId: string, { name, externalId, lines }: Draft) {
  const read = attributesOf(lines);
  const attributes = read.ok ? read.attributes : {};
  const input = { userId, name: name.trim(), externalId: externalId.trim() || null, attributes };
  const problems = problemsOf(updateUserInput, input);
  if (!read.ok) problems.attributes = [read.message];
  return { input, problems, isUsable: Object.keys(problems).length === 0 };
}

type EditPersonDialogProps = {
  user: UserDetail;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Changes what is known of a person; groups by rule may follow, which is shown first. */
export function EditPersonDialog({ user, open, onOpenChange }: EditPersonDialogProps) {
  const [draft, setDraft] = useState(() => draftOf(user));
  const [wasOpen, setWasOpen] = useState(open);
  if (open !== wasOpen) {
    setWasOpen(open);
    if (open) setDraft(draftOf(user));
  }
  const { input, problems, isUsable } = readDraft(user.id, draft);
  const unchanged = readDraft(user.id, draftOf(user)).input;
  const hasChanged = JSON.stringify(input) !== JSON.stringify(unchanged);

  return (
    <RehearsedDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Edit ${user.name}`}
      confirmLabel="Save"
      isRefused={hasProblems(problems)}
      change={isUsable && hasChanged ? JSON.stringify(input) : null}
      idle="Change something to see whether it alters what this person may do."
      rehearse={() => rehearseUpdateAction(input)}
      action={(reason) => updateUserAction({ ...input, reason })}
      done={`${input.name} saved`}
      failed={`${user.name} was not changed`}
    >
      <Field label="Name" error={problems.name?.[0]}>
        <Input
          value={draft.name}
          maxLength={120}
          autoComplete="off"
          onChange={({ target }) => setDraft({ ...draft, name: target.value })}
        />
      </Field>
      <Field
        label="External id (optional)"
        hint="What your other programs call this person."
        error={problems.externalId?.[0]}
      >
        <Input
          value={draft.externalId}
          maxLength={256}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => setDraft({ ...draft, externalId: target.value })}
        />
      </Field>
      <AttributeLines
        lines={draft.lines}
        quietWhileTyping
        error={problems.attributes?.[0]}
        onChange={(lines) => setDraft({ ...draft, lines })}
      />
    </RehearsedDialog>
  );
}
