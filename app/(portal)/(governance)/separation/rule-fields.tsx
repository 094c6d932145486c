"use client";

import type { RoleChoice } from "#components/access/role-options.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import { Select } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { FieldErrors } from "#lib/core/errors";
import type { SodKind } from "#lib/governance/separation/schema";
import { RolesField } from "./roles-field.tsx";
import { type RuleDraft, withRoles } from "./rule-draft.ts";
import { limitWords } from "./words.ts";

const kinds: readonly { value: SodKind; label: string; hint: string }[] = [
  {
    value: "static",
    label: "Nobody may have them together",
    hint: "Whoever has one cannot be given the other.",
  },
  {
    value: "dynamic",
    label: "Nobody may use them together",
    hint: "People may have them all, and choose in each session which to use.",
  },
];

type RuleFieldsProps = {
  draft: RuleDraft;
  roles: readonly RoleChoice[];
  errors: FieldErrors;
  onChange: (draft: RuleDraft) => void;
};

/** What a rule says. */
export function RuleFields({ draft, roles, errors, onChange }: RuleFieldsProps) {
  const { name, kind, limit, roles: chosen } = draft;
  const limits = chosen.slice(1).map((_, index) => index + 2);
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
        roles={roles}
        chosen={chosen}
        onChange={(ids) => onChange(withRoles(draft, ids))}
      />
      {limits.length > 1 ? (
        <Field label="How many together are too many" className="items-start">
          <Select
            options={limits.map((count) => ({
              value: String(count),
              label: limitWords(count, chosen.length),
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
