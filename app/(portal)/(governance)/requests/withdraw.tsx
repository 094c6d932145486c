"use client";

import { useState } from "react";
import { perform } from "#components/shell/perform.ts";
import { Button } from "#components/ui/button.tsx";
import type { AccessRequestRow } from "#lib/governance/requests/schema";
import { withdrawRequestAction } from "./actions.ts";

/** Needs no question first: one can ask again. */
export function Withdraw({ request }: { request: AccessRequestRow }) {
  const [pending, setPending] = useState(false);
  return (
    <Button
      size="sm"
      pending={pending}
      aria-label={`Withdraw the request for ${request.role.name}`}
      onClick={async () => {
        setPending(true);
        await perform(() => withdrawRequestAction({ requestId: request.id }), {
          done: "Request withdrawn",
          failed: "The request was not withdrawn",
        });
        setPending(false);
      }}
    >
      Withdraw
    </Button>
  );
}
