"use client";

import type { Ref } from "react";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import type { FieldErrors } from "#lib/core/errors";
import type { Draft } from "./draft.ts";

type RoleFieldsProps = {
  draft: Draft;
  errors: FieldErrors;
  /** The field that takes the focus when its text is refused. */
  nameField: Ref<HTMLInputElement>;
  onChange: (changes: Partial<Draft>) => void;
  onSubmit: () => void;
};

/** What a role is called. The permissions stand outside: Enter in their search is not "save". */
export function RoleFields({ draft, errors, nameField, onChange, onSubmit }: RoleFieldsProps) {
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Field label="Name" error={errors.name?.[0]}>
        <Input
          ref={nameField}
          name="name"
          value={draft.name}
          autoComplete="off"
          maxLength={60}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </Field>
      <Field
        label="Description"
        hint="Whom it is for. People see it on their own account page."
        error={errors.description?.[0]}
      >
        <Textarea
          name="description"
          value={draft.description}
          maxLength={300}
          onValueChange={(description) => onChange({ description })}
        />
      </Field>
    </form>
  );
}
