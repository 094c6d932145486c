"use client";

import { useState } from "react";
import { perform } from "#components/shell/perform.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { UserDetail } from "#lib/identity/users/schema";
import { renewLoginLinkAction } from "../actions.ts";
import { linkOf, OneTimeLink } from "../one-time-link.tsx";

type NewLinkDialogProps = {
  user: UserDetail;
  origin: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Makes a link with which a person who has no password yet chooses one. */
export function NewLinkDialog({ user, origin, open, onOpenChange }: NewLinkDialogProps) {
  const [link, setLink] = useState<string | null>(null);
  const [pending, setPending] = useState(false);

  async function make() {
    setPending(true);
    const result = await perform(() => renewLoginLinkAction({ userId: user.id }), {
      failed: "No link was made",
    });
    setPending(false);
    if (result?.ok) setLink(linkOf(origin, result.data.linkToken));
  }

  function close(next: boolean) {
    if (pending) return;
    onOpenChange(next);
    // The link leaves the page's memory together with the dialog.
    if (!next) setLink(null);
  }

  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={link ? `Send ${user.name} this link` : "Make a new one-time link?"}
      description={
        link
          ? "It is shown this once. Only a fingerprint of it is stored, so nobody can show it again."
          : `${user.name} chooses a password with it. Links that were made before stop working.`
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
      {link ? <OneTimeLink link={link} name={user.name} /> : null}
    </Dialog>
  );
}
