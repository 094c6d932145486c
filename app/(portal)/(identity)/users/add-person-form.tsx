"use client";

import { type FormEvent, useState } from "react";
import type { RoleChoice } from "#components/access/role-options.ts";
import { WhyField } from "#components/access/why-field.tsx";
import { perform } from "#components/shell/perform.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { FieldErrors } from "#lib/core/errors";
import { problemsOf } from "#lib/core/problems";
import { createUserInput } from "#lib/identity/users/schema";
import { createUserAction } from "./actions.ts";
import { AttributeLines } from "./attribute-lines.tsx";
import { type AttributeLine, attributesOf, byField } from "./person-input.ts";
import { RolePicker } from "./role-picker.tsx";

export const FORM_ID = "add-person";

export type AddedPerson = { userId: string; linkToken: string; name: string };

type AddPersonFormProps = {
  roles: readonly RoleChoice[];
  onPending: (pending: boolean) => void;
  onAdded: (person: AddedPerson) => void;
};

export function AddPersonForm({ roles, onPending, onAdded }: AddPersonFormProps) {
  const [lines, setLines] = useState<readonly AttributeLine[]>([]);
  const [roleIds, setRoleIds] = useState<readonly string[]>([]);
  const [reason, setReason] = useState("");
  const [errors, setErrors] = useState<FieldErrors>({});

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const read = attributesOf(lines);
    const input = {
      name: String(form.get("name")),
      email: String(form.get("email")).trim(),
      externalId: String(form.get("externalId")).trim() || null,
      attributes: read.ok ? read.attributes : {},
      roleIds,
      reason,
    };
    const found = problemsOf(createUserInput, input);
    if (!read.ok) found.attributes = [read.message];
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    onPending(true);
    const result = await perform(() => createUserAction(input), { failed: "Nobody was added" });
    onPending(false);
    if (result?.ok) onAdded({ ...result.data, name: input.name.trim() });
    else if (result) setErrors(byField(result.error.fieldErrors));
  }

  /** A message goes as soon as somebody sees to its field. */
  function forget(field: string) {
    const { [field]: _answered, ...others } = errors;
    setErrors(others);
  }

  return (
    <form
      id={FORM_ID}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={submit}
      onChange={({ target }) => {
        if (target instanceof HTMLInputElement && target.name) forget(target.name);
      }}
    >
      <Field label="Name" error={errors.name?.[0]}>
        <Input name="name" autoComplete="off" maxLength={120} />
      </Field>
      <Field
        label="E-mail address"
        hint="What they log in with. It cannot be changed later."
        error={errors.email?.[0]}
      >
        <Input name="email" type="email" autoComplete="off" maxLength={254} />
      </Field>
      <Field
        label="External id (optional)"
        hint="What your other programs call this person, e.g. the id at your identity provider."
        error={errors.externalId?.[0]}
      >
        <Input name="externalId" autoComplete="off" spellCheck={false} maxLength={256} />
      </Field>
      {roles.length > 0 ? (
        <RolePicker
          roles={roles}
          chosen={roleIds}
          error={errors.roleIds?.[0]}
          onChange={(ids) => {
            setRoleIds(ids);
            forget("roleIds");
          }}
        />
      ) : null}
      <AttributeLines
        lines={lines}
        error={errors.attributes?.[0]}
        onChange={(next) => {
          setLines(next);
          forget("attributes");
        }}
      />
      <WhyField value={reason} onChange={setReason} />
    </form>
  );
}
