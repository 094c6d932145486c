"use client";

import { useState } from "react";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import { RadioGroup } from "#components/ui/radio-group.tsx";
import type { Result } from "#lib/core/result";
import type { ApiKeyFate, UserDetail } from "#lib/identity/users/schema";
import {
  disableUserAction,
  enableUserAction,
  rehearseDisableAction,
  rehearseEnableAction,
} from "../actions.ts";

type StatusDialogProps = {
  user: UserDetail;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

const fates = [
  {
    value: "revoke",
    label: "Revoke them",
    hint: "Whatever uses them stops working within a second. This cannot be undone.",
  },
  {
    value: "hand_over",
    label: "Take them over",
    hint: "They go on in your name, and lose what you lose. Choose it for programs that must not stop, and replace the keys: their maker may know them.",
  },
] as const;

/** Keeps a person out, or lets them in again. */
export function StatusDialog({ user, open, onOpenChange }: StatusDialogProps) {
  // The page may know of the change before the dialog has slid out.
  const [wasActive, setWasActive] = useState(user.status === "active");
  if (!open && wasActive !== (user.status === "active")) setWasActive(user.status === "active");
  const [apiKeys, setApiKeys] = useState<ApiKeyFate>("revoke");
  const { id: userId, name } = user;

  return (
    <RehearsedDialog
      open={open}
      onOpenChange={onOpenChange}
      title={wasActive ? `Disable ${name}?` : `Enable ${name}?`}
      description={
        wasActive
          ? "They are logged out within a second and cannot log in again; one-time links and sessions end for good. Their roles and groups are kept for when you enable them."
          : "They can log in again, and have what their roles and groups give them."
      }
      confirmLabel={wasActive ? "Disable" : "Enable"}
      danger={wasActive}
      change={`${userId} ${wasActive} ${apiKeys}`}
      rehearse={() =>
        wasActive ? rehearseDisableAction({ userId, apiKeys }) : rehearseEnableAction({ userId })
      }
      action={(reason): Promise<Result<unknown>> =>
        wasActive
          ? disableUserAction({ userId, reason, apiKeys })
          : enableUserAction({ userId, reason })
      }
      done={wasActive ? `${name} is disabled` : `${name} is enabled`}
      failed={wasActive ? `${name} was not disabled` : `${name} was not enabled`}
    >
      {wasActive && user.apiKeys.length > 0 ? (
        <RadioGroup
          label={`API keys that ${name} made: ${user.apiKeys.map((key) => key.name).join(", ")}`}
          options={fates}
          value={apiKeys}
          onValueChange={setApiKeys}
        />
      ) : null}
    </RehearsedDialog>
  );
}
