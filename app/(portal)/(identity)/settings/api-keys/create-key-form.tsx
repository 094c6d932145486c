"use client";

import { type FormEvent, useState } from "react";
import { perform } from "#components/shell/perform.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { FieldErrors } from "#lib/core/errors";
import { problemsOf } from "#lib/core/problems";
import { createApiKeyInput } from "#lib/identity/api-keys/schema";
import { createApiKeyAction } from "./actions.ts";
import type { MadeKey } from "./new-key.tsx";
import { ScopePicker } from "./scope-picker.tsx";
import type { ScopeRow } from "./scopes.ts";

export const FORM_ID = "create-api-key";

const lifetimes = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "1 year" },
  { value: "never", label: "Never" },
] as const;
type Lifetime = (typeof lifetimes)[number]["value"];

type CreateKeyFormProps = {
  /** What the person may give to a key. */
  known: readonly ScopeRow[];
  onPending: (pending: boolean) => void;
  onCreated: (made: MadeKey) => void;
};

export function CreateKeyForm({ known, onPending, onCreated }: CreateKeyFormProps) {
  const [lifetime, setLifetime] = useState<Lifetime>("90");
  const [scopes, setScopes] = useState<string[]>([]);
  const [errors, setErrors] = useState<FieldErrors>({});

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const input = {
      name: String(form.get("name")),
      scopes,
      expiresInDays: lifetime === "never" ? null : Number(lifetime),
    };
    const found = problemsOf(createApiKeyInput, input);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    onPending(true);
    const result = await perform(() => createApiKeyAction(input), {
      failed: "The key was not created",
    });
    onPending(false);
    if (result?.ok) onCreated({ key: result.data.key, scopes });
    else if (result) setErrors(result.error.fieldErrors);
  }

  /** A message goes as soon as somebody sees to its field. */
  function forget(field: string) {
    const { [field]: _answered, ...others } = errors;
    setErrors(others);
  }

  return (
    <form id={FORM_ID} onSubmit={submit} noValidate className="flex flex-col gap-5">
      <Field label="Name" hint="What uses it, e.g. “Billing service”." error={errors.name?.[0]}>
        <Input name="name" autoComplete="off" maxLength={80} onChange={() => forget("name")} />
      </Field>
      <Field
        label="Expires in"
        hint={lifetime === "never" ? "A key that never expires has to be revoked by hand." : null}
        error={errors.expiresInDays?.[0]}
      >
        <Select options={lifetimes} value={lifetime} onValueChange={setLifetime} className="w-40" />
      </Field>
      <ScopePicker
        known={known}
        chosen={scopes}
        error={errors.scopes?.[0]}
        onChange={(chosen) => {
          setScopes(chosen);
          forget("scopes");
        }}
      />
    </form>
  );
}
