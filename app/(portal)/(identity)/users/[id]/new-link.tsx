"use client";

import { useState } from "react";
import { WhyField } from "#components/access/why-field.tsx";
import { perform } from "#components/shell/perform.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { UserDetail } from "#lib/identity/users/schema";
import { createResetLinkAction, renewLoginLinkAction } from "../actions.ts";
import { linkOf, OneTimeLink } from "../one-time-link.tsx";

type NewLinkDialogProps = {
  user: UserDetail;
  origin: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Makes a link with which a person chooses a password: their first, or another one. */
export function NewLinkDialog({ user, origin, open, onOpenChange }: NewLinkDialogProps) {
  const [link, setLink] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const [reason, setReason] = useState("");

  async function make() {
    setPending(true);
    const makeLink = user.hasPassword ? createResetLinkAction : renewLoginLinkAction;
    const result = await perform(() => makeLink({ userId: user.id, reason }), {
      failed: "No link was made",
    });
    setPending(false);
    if (result?.ok) setLink(linkOf(origin, result.data.linkToken));
  }

  function close(next: boolean) {
    if (pending) return;
    onOpenChange(next);
    // The link leaves the page's memory together with the dialog.
    if (!next) {
      setLink(null);
      setReason("");
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={link ? `Send ${user.name} this link` : titleOf(user)}
      description={
        link
          ? "It is shown this once. Only a fingerprint of it is stored, so nobody can show it again."
          : descriptionOf(user)
      }
      keepOnOutsidePress
      size={link ? "lg" : "sm"}
      footer={
        link ? (
          <Button variant="primary" onClick={() => close(false)}>
            I have the link
          </Button>
        ) : (
          <>
            <Button disabled={pending} onClick={() => close(false)}>
              Cancel
            </Button>
            <Button variant="primary" pending={pending} onClick={make}>
              Make link
            </Button>
          </>
        )
      }
    >
      {link ? (
        <OneTimeLink link={link} name={user.name} />
      ) : (
        <WhyField value={reason} onChange={setReason} />
      )}
    </Dialog>
  );
}

function titleOf({ name, hasPassword }: UserDetail): string {
  return hasPassword ? `Reset the password of ${name}?` : "Make a new one-time link?";
}

function descriptionOf({ name, hasPassword }: UserDetail): string {
  return hasPassword
    ? `${name} chooses a new password with a one-time link. The old one works until then; with the new one all their sessions end. Links that were made before stop working.`
    : `${name} chooses a password with it. Links that were made before stop working.`;
}
