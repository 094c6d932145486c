"use client";

import { type FormEvent, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormAlert } from "#components/ui/form-alert.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { useHydrated } from "#components/ui/use-now.ts";
import { type LogInFailure, logIn } from "../log-in.ts";

export function LoginForm({ next }: { next: string }) {
  const hydrated = useHydrated();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<LogInFailure | null>(null);
  const [tenantId, setTenantId] = useState<string>();
  const tenants = failure?.tenants ?? [];
  const password = useRef<HTMLInputElement>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    const form = new FormData(event.currentTarget);
    setPending(true);
    const found = await logIn({
      email: String(form.get("email")),
      password: String(form.get("password")),
      tenantId: tenants.length > 0 ? tenantId : undefined,
    });
    if (found === null) {
      // A full load: the server renders the first page with the new cookie. The form stays
      // disabled until then.
      window.location.assign(next);
      return;
    }
    setPending(false);
    setFailure(found);
    setTenantId(found.tenants[0]?.id);
    if (found.tenants.length === 0) password.current?.select();
  }

  return (
    // POST, so that a password never lands in an address when the script has not loaded yet.
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      <h1 className="font-semibold text-lg">Log in</h1>
      <FormAlert message={failure?.message ?? null} />
      <Field label="E-mail address">
        <Input name="email" type="email" autoComplete="username" required autoFocus />
      </Field>
      <Field label="Password">
        <Input
          ref={password}
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
      </Field>
      {tenantId && tenants.length > 0 ? (
        <Field label="Log in to">
          <Select
            options={tenants.map(({ id, name }) => ({ value: id, label: name }))}
            value={tenantId}
            onValueChange={setTenantId}
          />
        </Field>
      ) : null}
      <Button
        type="submit"
        variant="primary"
        disabled={!hydrated}
        pending={pending}
        className="mt-1 h-9"
      >
        {pending ? "Logging in…" : "Log in"}
      </Button>
    </form>
  );
}
