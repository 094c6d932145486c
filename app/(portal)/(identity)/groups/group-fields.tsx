"use client";

import { useId } from "react";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { FieldErrors } from "#lib/core/errors";
import { type GroupDraft, type KnownAttribute, readRule } from "./group-draft.ts";
import { RuleEditor } from "./rule-editor.tsx";
import { RulePreview } from "./rule-preview.tsx";

const kinds = [
  { value: "hand", label: "By hand" },
  { value: "rule", label: "By a rule" },
] as const;

const kindWords = {
  hand: "You put people in and take them out yourself.",
  rule: "People come and go by themselves, by what is known of them.",
} as const;

type FieldsProps = {
  draft: GroupDraft;
  errors: FieldErrors;
  onChange: (part: Partial<GroupDraft>) => void;
};

type ChoiceFieldsProps = FieldsProps & {
  attributes: readonly KnownAttribute[];
  /** The line that the rule's error is about. */
  problemKey: number | null;
  /** Whether the group has a rule until now: whom it chose stays when it becomes one by hand. */
  hadRule?: boolean;
};

/** What a group is called. */
export function NameFields({ draft, errors, onChange }: FieldsProps) {
  return (
    <>
      <Field label="Name" error={errors.name?.[0]}>
        <Input
          name="name"
          value={draft.name}
          maxLength={60}
          autoComplete="off"
          onChange={({ target }) => onChange({ name: target.value })}
        />
      </Field>
      <Field label="Description (optional)" error={errors.description?.[0]}>
        <Textarea
          name="description"
          value={draft.description}
          maxLength={300}
          onValueChange={(description) => onChange({ description })}
        />
      </Field>
    </>
  );
}

/** How the people of a group are chosen. */
export function ChoiceFields(props: ChoiceFieldsProps) {
  const { draft, attributes, errors, problemKey, hadRule = false, onChange } = props;
  const labelId = useId();
  const hintId = useId();
  const read = readRule(draft.conditions);
  const ruleError = errors.rule?.[0];
  return (
    <>
      <div className="flex flex-col gap-1.5">
        <span id={labelId} className="font-medium text-sm">
          How people get in
        </span>
        <Segmented
          labelledBy={labelId}
          describedBy={hintId}
          options={kinds}
          value={draft.kind}
          onValueChange={(kind) => onChange({ kind })}
        />
        <p id={hintId} className="text-ink-muted text-sm">
          {kindWords[draft.kind]}
          {hadRule && draft.kind === "hand" ? " Those who are in it now stay." : null}
        </p>
      </div>
      {draft.kind === "rule" ? (
        <>
          <RuleEditor
            conditions={draft.conditions}
            attributes={attributes}
            problem={ruleError ? { key: problemKey, message: ruleError } : null}
            onChange={(conditions) => onChange({ conditions })}
          />
          <RulePreview rule={read.ok ? read.rule : null} />
        </>
      ) : null}
    </>
  );
}
