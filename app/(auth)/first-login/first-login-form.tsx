"use client";

import { type FormEvent, useState } from "react";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { Field } from "#components/ui/field.tsx";
import { FormAlert } from "#components/ui/form-alert.tsx";
import { Input } from "#components/ui/input.tsx";
import { useHydrated } from "#components/ui/use-now.ts";
import { MIN_PASSWORD_LENGTH } from "#lib/identity/credentials/password-rules";
import { logIn } from "../log-in.ts";
import { redeemLoginLinkAction } from "./actions.ts";

type Trouble = { message: string | null; password?: string; canLogIn?: boolean };

async function chooseAndLogIn(token: string, password: string): Promise<Trouble | null> {
  const redeemed = await redeemLoginLinkAction({ token, password });
  if (!redeemed.ok) {
    const { message, fieldErrors, requestId } = redeemed.error;
    const onField = fieldErrors.password?.[0];
    if (onField) return { message: null, password: onField };
    return { message: requestId ? `${message} Reference: ${requestId}` : message };
  }
  // The link is used up from here on: whatever goes wrong now, the log-in page is the way on.
  const failure = await logIn({ ...redeemed.data, password });
  if (!failure) return null;
  return { message: `Your password is set. ${failure.message}`, canLogIn: true };
}

/** Chooses a password with a link that works. */
export function FirstLoginForm({ token }: { token: string }) {
  const hydrated = useHydrated();
  const [pending, setPending] = useState(false);
  const [shown, setShown] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>({ message: null });

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    const password = String(new FormData(event.currentTarget).get("password"));
    setPending(true);
    setTrouble({ message: null });
    const unreachable = { message: "The server could not be reached. Check the connection." };
    const found = await chooseAndLogIn(token, password).catch(() => unreachable);
    if (!found) {
      window.location.assign("/");
      return;
    }
    setTrouble(found);
    setPending(false);
  }

  return (
    <form method="post" onSubmit={submit} className="flex flex-col gap-4">
      <div>
        <h1 className="font-semibold text-lg">Choose your password</h1>
        <p className="text-ink-muted text-sm">You log in with it from now on.</p>
      </div>
      <FormAlert message={trouble.message} />
      <Field
        label="Password"
        hint={`At least ${MIN_PASSWORD_LENGTH} characters. A few words are easier to remember than signs.`}
        error={trouble.password}
      >
        <Input
          name="password"
          type={shown ? "text" : "password"}
          autoComplete="new-password"
          minLength={MIN_PASSWORD_LENGTH}
          required
          autoFocus
        />
      </Field>
      <Checkbox
        label="Show password"
        checked={shown}
        onChange={(event) => setShown(event.target.checked)}
      />
      {trouble.canLogIn ? (
        <ButtonLink href="/login" variant="primary" className="h-9">
          Go to the log-in page
        </ButtonLink>
      ) : (
        <Button
          type="submit"
          variant="primary"
          disabled={!hydrated}
          pending={pending}
          className="h-9"
        >
          {pending ? "Saving…" : "Save and log in"}
        </Button>
      )}
    </form>
  );
}
