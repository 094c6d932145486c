"use client";

import { useState } from "react";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import type { FieldErrors } from "#lib/core/errors";
import { hasProblems } from "#lib/core/problems";
import type { GroupRow } from "#lib/identity/groups/schema";
import { rehearseUpdateAction, updateGroupAction } from "../actions.ts";
import {
  draftOf,
  type GroupDraft,
  type KnownAttribute,
  readDraft,
  readRule,
} from "../group-draft.ts";
import { ChoiceFields, NameFields } from "../group-fields.tsx";

type EditGroupDialogProps = {
  group: GroupRow;
  /** What it is called, or how its people are chosen: together they would not fit beside the effect. */
  part: "name" | "choice";
  attributes: readonly KnownAttribute[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Changes a group; who gains or loses something by a new rule is shown first. */
export function EditGroupDialog(props: EditGroupDialogProps) {
  const { group, part, attributes, open, onOpenChange } = props;
  const { based, draft, setDraft, fields, input, problems, problemKey, isUsable, hasChanged } =
    useGroupDraft(group, open);

  const fieldsProps = {
    draft,
    errors: shownProblems(draft, problems),
    onChange: (changed: Partial<GroupDraft>) => setDraft((now) => ({ ...now, ...changed })),
  };

  return (
    <RehearsedDialog
      open={open}
      onOpenChange={onOpenChange}
      title={part === "name" ? `Edit ${based.name}` : `Who is in ${based.name}`}
      confirmLabel="Save"
      change={isUsable && hasChanged ? JSON.stringify(input) : null}
      isRefused={hasProblems(fieldsProps.errors)}
      idle={
        isUsable
          ? "Change something to see whose access it alters."
          : "Shown here as soon as every field says something."
      }
      rehearse={() => rehearseUpdateAction(input)}
      action={(reason) => updateGroupAction({ ...input, reason })}
      done={`${fields.name} saved`}
      failed={`${group.name} was not changed`}
    >
      {part === "name" ? (
        <NameFields {...fieldsProps} />
      ) : (
        <ChoiceFields
          {...fieldsProps}
          attributes={attributes}
          problemKey={problemKey}
          hadRule={based.rule !== null}
        />
      )}
    </RehearsedDialog>
  );
}

/** What is edited, from the group as it was when the dialog opened. */
function useGroupDraft(group: GroupRow, open: boolean) {
  // What is edited, and what it was made of: somebody else's change in between is a conflict.
  const [based, setBased] = useState(group);
  const [draft, setDraft] = useState(() => draftOf(group));
  const [wasOpen, setWasOpen] = useState(open);
  if (open !== wasOpen) {
    setWasOpen(open);
    if (open) {
      setBased(group);
      setDraft(draftOf(group));
    }
  }
  const { input: fields, problems, problemKey } = readDraft(draft);
  const input = { groupId: group.id, ...fields, basedOn: based.updatedAt };
  const isUsable = Object.keys(problems).length === 0;
  const hasChanged = JSON.stringify(fields) !== JSON.stringify(readDraft(draftOf(based)).input);
  return { based, draft, setDraft, fields, input, problems, problemKey, isUsable, hasChanged };
}

/** A line that was just added is empty, not wrong. */
function shownProblems(draft: GroupDraft, problems: FieldErrors): FieldErrors {
  const read = readRule(draft.conditions);
  if (read.ok || !read.isBlank) return problems;
  const { rule: _blank, ...others } = problems;
  return others;
}
