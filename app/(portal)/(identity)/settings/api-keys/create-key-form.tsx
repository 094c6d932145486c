"use client";

import { type FormEvent, useState } from "react";
import { perform } from "#components/shell/perform.ts";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { type PermissionId, permissions } from "#lib/authz/catalogue/permissions";
import type { FieldErrors } from "#lib/core/errors";
import { problemsOf } from "#lib/core/problems";
import { createApiKeyInput } from "#lib/identity/api-keys/schema";
import { createApiKeyAction } from "./actions.ts";

export const FORM_ID = "create-api-key";

const lifetimes = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "1 year" },
  { value: "never", label: "Never" },
] as const;
type Lifetime = (typeof lifetimes)[number]["value"];

type CreateKeyFormProps = {
  held: readonly PermissionId[];
  products: readonly string[];
  onPending: (pending: boolean) => void;
  onCreated: (key: string) => void;
};

export function CreateKeyForm({ held, products, onPending, onCreated }: CreateKeyFormProps) {
  const [lifetime, setLifetime] = useState<Lifetime>("90");
  const [errors, setErrors] = useState<FieldErrors>({});

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const input = {
      name: String(form.get("name")),
      scopes: form.getAll("scopes").map(String),
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
    if (result?.ok) onCreated(result.data.key);
    else if (result) setErrors(result.error.fieldErrors);
  }

  /** A message goes as soon as somebody sees to its field. */
  function forget({ target }: FormEvent<HTMLFormElement>) {
    if (!(target instanceof HTMLInputElement)) return;
    const { [target.name]: _answered, ...others } = errors;
    setErrors(others);
  }

  return (
    <form
      id={FORM_ID}
      onSubmit={submit}
      onChange={forget}
      noValidate
      className="flex flex-col gap-5"
    >
      <Field label="Name" hint="What uses it, e.g. “Billing service”." error={errors.name?.[0]}>
        <Input name="name" autoComplete="off" maxLength={80} />
      </Field>
      <ScopeChoice held={held} products={products} error={errors.scopes?.[0]} />
      <Field
        label="Expires in"
        hint={lifetime === "never" ? "A key that never expires has to be revoked by hand." : null}
        error={errors.expiresInDays?.[0]}
      >
        <Select options={lifetimes} value={lifetime} onValueChange={setLifetime} className="w-40" />
      </Field>
    </form>
  );
}

type ScopeChoiceProps = {
  held: readonly PermissionId[];
  products: readonly string[];
  error: string | undefined;
};

function ScopeChoice({ held, products, error }: ScopeChoiceProps) {
  return (
    <fieldset aria-describedby={error ? "scopes-error" : undefined}>
      <legend className="mb-1.5 font-medium text-sm">Permissions</legend>
      <div className="flex flex-col gap-2.5">
        {held.map((id) => (
          <Checkbox
            key={id}
            name="scopes"
            value={id}
            label={permissions[id].name}
            hint={permissions[id].sentence}
          />
        ))}
        {products.map((id) => (
          <Checkbox key={id} name="scopes" value={id} label={id} hint="Of one of your products." />
        ))}
      </div>
      {error ? (
        <p id="scopes-error" role="alert" className="mt-1.5 text-danger text-sm">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
