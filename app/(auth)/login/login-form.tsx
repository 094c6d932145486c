"use client";

import { type FormEvent, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormAlert } from "#components/ui/form-alert.tsx";
import { Input } from "#components/ui/input.tsx";
import { useHydrated } from "#components/ui/use-now.ts";
import { logIn } from "../log-in.ts";

export function LoginForm({ next }: { next: string }) {
  const hydrated = useHydrated();
  const [pending, setPending] = useState(false);
  const [message, setMessage] = useState<string | null>(null);
  const password = useRef<HTMLInputElement>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    const form = new FormData(event.currentTarget);
    setPending(true);
    setMessage(null);
    const failure = await logIn(String(form.get("email")), String(form.get("password")));
    if (failure === null) {
      // A full load: the server renders the first page with the new cookie. The form stays
      // disabled until then.
      window.location.assign(next);
      return;
    }
    setPending(false);
    setMessage(failure);
    password.current?.select();
  }

  return (
    // POST, so that a password never lands in an address when the script has not loaded yet.
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      <h1 className="font-semibold text-lg">Log in</h1>
      <FormAlert message={message} />
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
