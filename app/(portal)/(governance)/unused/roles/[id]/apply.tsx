"use client";

import { useState } from "react";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import type { UpdateRoleInput } from "#lib/access/roles/schema";
import type { RoleEntry } from "#lib/authz/engine/facts";
import type { Replay, RoleUsageDetail } from "#lib/governance/unused/schema";
import { applySmallerRoleAction, rehearseSmallerRoleAction } from "../../actions.ts";
import { decisionsOf } from "../../words.ts";

type ApplyProps = {
  role: RoleUsageDetail;
  entries: readonly RoleEntry[];
  /** Of exactly these entries; null while there is none. */
  replay: Replay | null;
};

/** Saves the smaller role: after its replay, and after showing who loses what. */
export function Apply({ role, entries, replay }: ApplyProps) {
  const [isOpen, setOpen] = useState(false);
  const [accepted, setAccepted] = useState<Replay | null>(null);
  const denied = replay?.deniedDecisions ?? 0;
  const canApply = replay !== null && (denied === 0 || accepted === replay);
  const input: UpdateRoleInput = {
    roleId: role.id,
    name: role.name,
    description: role.description,
    entries: [...entries],
    parents: role.parents.map(({ id }) => id),
    basedOn: role.updatedAt,
  };

  return (
    <div className="mt-3 flex flex-col gap-3">
      {replay && denied > 0 ? (
        <Checkbox
          label={`Apply it although ${decisionsOf(denied)} would have been denied`}
          checked={accepted === replay}
          onChange={({ target }) => setAccepted(target.checked ? replay : null)}
        />
      ) : null}
      <Button variant="primary" disabled={!canApply} onClick={() => setOpen(true)}>
        Apply smaller role
      </Button>
      <RehearsedDialog
        open={isOpen}
        onOpenChange={setOpen}
        title={`Make ${role.name} smaller?`}
        description="It applies to everybody who has the role, within a second."
        confirmLabel="Apply"
        danger={denied > 0}
        change={JSON.stringify(input)}
        rehearse={() => rehearseSmallerRoleAction(input)}
        action={(reason) => applySmallerRoleAction({ ...input, reason })}
        done={`${role.name} is smaller now`}
        failed="The role was not changed"
      />
    </div>
  );
}
