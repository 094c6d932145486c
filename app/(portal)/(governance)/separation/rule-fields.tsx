"use client";

import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import { Select } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { FieldErrors } from "#lib/core/errors";
import { MOST_MEMBERS, type SodKind } from "#lib/governance/separation/schema";
import type { MemberChoices } from "./load.ts";
import { PermissionsField, RolesField } from "./members-field.tsx";
import { memberCount, type RuleDraft, withMembers } from "./rule-draft.ts";
import { limitWords } from "./words.ts";

const kinds: readonly { value: SodKind; label: string; hint: string }[] = [
  {
    value: "static",
    label: "Nobody may have them together",
    hint: "A person who has one cannot be given the other, and no new role can hold both.",
  },
  {
    value: "dynamic",
    label: "Nobody may use them together",
    hint: "People may have them all, and choose in each session which of their roles to use.",
  },
];

type RuleFieldsProps = {
  draft: RuleDraft;
  choices: MemberChoices;
  errors: FieldErrors;
  onChange: (draft: RuleDraft) => void;
};

/** What a rule says. */
export function RuleFields({ draft, choices, errors, onChange }: RuleFieldsProps) {
  const { name, kind, limit } = draft;
  const count = memberCount(draft);
  const limits = Array.from({ length: Math.max(0, count - 1) }, (_, index) => index + 2);
  return (
    <>
      <Field label="Name" error={errors.name?.[0]}>
        <Input
          name="name"
          value={name}
          maxLength={60}
          autoComplete="off"
          placeholder="Invoices: create and approve"
          onChange={({ target }) => onChange({ ...draft, name: target.value })}
        />
      </Field>
      <RolesField
        roles={choices.roles}
        chosen={draft.roles}
        isFull={count >= MOST_MEMBERS}
        onChange={(roles) => onChange(withMembers(draft, { roles }))}
      />
      <PermissionsField
        permissions={choices.permissions}
        chosen={draft.permissions}
        isFull={count >= MOST_MEMBERS}
        onChange={(permissions) => onChange(withMembers(draft, { permissions }))}
      />
      {limits.length > 1 ? (
        <Field label="How many together are too many" className="items-start">
          <Select
            options={limits.map((each) => ({
              value: String(each),
              label: limitWords(each, count),
            }))}
            value={String(limit)}
            onValueChange={(value) => onChange({ ...draft, limit: Number(value) })}
            className="w-40"
          />
        </Field>
      ) : null}
      <RadioGroup
        label="What it forbids"
        options={kinds}
        value={kind}
        onValueChange={(value) => onChange({ ...draft, kind: value })}
      />
    </>
  );
}

/** What is said about a rule, to those who read it and to the audit log. */
export function RuleNotes({ draft, onChange }: Pick<RuleFieldsProps, "draft" | "onChange">) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Description (optional)" hint="It is shown with the rule.">
        <Textarea
          name="description"
          value={draft.description}
          maxLength={300}
          onValueChange={(text) => onChange({ ...draft, description: text })}
        />
      </Field>
      <Field label="Reason (optional)" hint="It is kept in the audit log.">
        <Textarea
          name="reason"
          value={draft.reason}
          maxLength={300}
          onValueChange={(reason) => onChange({ ...draft, reason })}
        />
      </Field>
    </div>
  );
}
