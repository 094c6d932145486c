"use client";

import { type FormEvent, useState } from "react";
import { perform } from "#components/shell/perform.ts";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { useHydrated } from "#components/ui/use-now.ts";
import type { FieldErrors } from "#lib/core/errors";
import { MIN_PASSWORD_LENGTH } from "#lib/identity/credentials/password-rules";
import { changePasswordAction } from "./actions.ts";

/** Changes one's own password. @param email for password managers, which need to know whose it is. */
export function PasswordForm({ email }: { email: string }) {
  const hydrated = useHydrated();
  const [pending, setPending] = useState(false);
  const [errors, setErrors] = useState<FieldErrors>({});

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    const form = event.currentTarget;
    const typed = new FormData(form);
    const input = {
      current: String(typed.get("current")),
      password: String(typed.get("password")),
    };
    setPending(true);
    setErrors({});
    const result = await perform(() => changePasswordAction(input), {
      done: "Password changed; your other sessions have ended",
      failed: "The password was not changed",
    });
    setPending(false);
    if (result?.ok) form.reset();
    else setErrors(result?.error.fieldErrors ?? {});
  }

  return (
    <form
      method="post"
      onSubmit={submit}
      className="flex max-w-md flex-col gap-4 rounded-lg border px-3 py-3"
    >
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field label="Current password" error={errors.current?.[0]}>
        <Input name="current" type="password" autoComplete="current-password" required />
      </Field>
      <Field
        label="New password"
        hint={`At least ${MIN_PASSWORD_LENGTH} characters. A few words are easier to remember than signs.`}
        error={errors.password?.[0]}
      >
        <Input
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={MIN_PASSWORD_LENGTH}
          required
        />
      </Field>
      <Button type="submit" disabled={!hydrated} pending={pending} className="self-start">
        Change password
      </Button>
    </form>
  );
}
