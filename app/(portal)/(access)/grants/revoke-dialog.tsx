"use client";

import { permissionName } from "#components/access/permission-words.ts";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import type { GrantRow } from "#lib/access/grants/schema";
import { rehearseRevokeAction, revokeGrantAction } from "./actions.ts";
import { ResourceName } from "./resource-name.tsx";

type RevokeDialogProps = {
  /** Stays while the dialog slides out. */
  grant: GrantRow | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Takes back what was given, or denied, on a resource. */
export function RevokeDialog({ grant, open, onOpenChange }: RevokeDialogProps) {
  const what = grant ? permissionName(grant.permission) : "The grant";
  const who = grant?.user?.name ?? grant?.group?.name ?? "";
  const input = { grantId: grant?.id };
  return (
    <RehearsedDialog
      open={open}
      onOpenChange={onOpenChange}
      title={
        grant?.effect === "deny" ? `Take back the denial for ${who}?` : `Take back from ${who}?`
      }
      description={
        grant ? (
          <>
            {what} on <ResourceName on={grant} />. It stops within a second.
          </>
        ) : null
      }
      confirmLabel="Take back"
      danger
      change={grant?.id ?? null}
      rehearse={() => rehearseRevokeAction(input)}
      action={(reason) => revokeGrantAction({ ...input, reason })}
      done={`${what} taken back from ${who}`}
      failed={`${what} was not taken back`}
    />
  );
}
