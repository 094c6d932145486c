"use client";

import { useEffect, useState } from "react";
import { ButtonLink } from "#components/ui/button.tsx";
import { FormAlert } from "#components/ui/form-alert.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { type DeadLink, deadLinks } from "#lib/identity/login/link-states";
import { lookAtLoginLinkAction } from "./actions.ts";
import { FirstLoginForm } from "./first-login-form.tsx";
import { tokenIn } from "./token-in.ts";

/** What the link in the address turned out to be. */
type Found =
  | { is: "open"; token: string }
  | { is: "dead"; why: DeadLink }
  | { is: "not_told"; message: string };

async function lookAt(token: string): Promise<Found> {
  if (!token) return { is: "dead", why: "unknown" };
  const unreachable =
    "The server could not be reached. Check the connection and load the page again.";
  const looked = await lookAtLoginLinkAction({ token }).catch(() => null);
  if (!looked) return { is: "not_told", message: unreachable };
  if (looked.ok) {
    return looked.data === "open" ? { is: "open", token } : { is: "dead", why: looked.data };
  }
  const { message, requestId } = looked.error;
  return { is: "not_told", message: requestId ? `${message} Reference: ${requestId}` : message };
}

/** Says at once when the link does not work; asks for a password only when it does. */
export function FirstLogin() {
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    let latest = 0;
    async function look() {
      latest += 1;
      const own = latest;
      setFound(null);
      const next = await lookAt(tokenIn(window.location));
      if (own === latest) setFound(next);
    }
    void look();
    // Another link pasted over this one changes only what stands behind `#`.
    window.addEventListener("hashchange", look);
    return () => {
      latest = 0;
      window.removeEventListener("hashchange", look);
    };
  }, []);

  if (found === null) return <Looking />;
  if (found.is === "open") return <FirstLoginForm key={found.token} token={found.token} />;
  if (found.is === "not_told") return <NoForm title="Choose your password" alert={found.message} />;
  const { title, message } = deadLinks[found.why];
  return <NoForm title={title}>{message}</NoForm>;
}

function Looking() {
  return (
    <div role="status" aria-label="Looking at the link" className="flex flex-col gap-4">
      <Skeleton className="h-6 w-48" />
      <Skeleton className="h-9" />
      <Skeleton className="h-9" />
    </div>
  );
}

type NoFormProps = { title: string; alert?: string; children?: string };

function NoForm({ title, alert, children }: NoFormProps) {
  return (
    <div className="flex flex-col gap-4">
      <h1 className="font-semibold text-lg">{title}</h1>
      <FormAlert message={alert ?? null} />
      {children ? <p className="text-ink-muted text-sm">{children}</p> : null}
      <ButtonLink href="/login" variant="primary" className="h-9">
        Go to the log-in page
      </ButtonLink>
    </div>
  );
}
