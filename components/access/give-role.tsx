"use client";

import { Plus } from "lucide-react";
import { useId, useMemo, useState } from "react";
import type { Result } from "#lib/core/result";
import { ENDS_TOO_EARLY, endsLater } from "#lib/core/window";
import { Button } from "../ui/button.tsx";
import { SearchSelect } from "../ui/search-select.tsx";
import type { Radius } from "./radius.ts";
import { RehearsedDialog } from "./rehearsed-dialog.tsx";
import { type RoleChoice, roleOptions } from "./role-options.ts";
import { always, type Window, WindowFields } from "./window-fields.tsx";

type Given = Window & { roleId: string };
const blank: Given = { ...always, roleId: "" };

type GiveRoleProps = {
  /** Who gets it: a person's name, or a group's. */
  to: string;
  /** What is special about giving it to them. */
  description?: string | undefined;
  choices: readonly RoleChoice[];
  /** How much of the page the button is. */
  button: { variant: "primary" } | { size: "sm" };
  rehearse: (given: Given) => Promise<Result<Radius>>;
  give: (given: Given & { reason: string }) => Promise<Result<unknown>>;
};

/** Gives a person or a group a role, for good or for a time. */
export function GiveRole({ to, description, choices, button, rehearse, give }: GiveRoleProps) {
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState(blank);
  const { roleId } = draft;
  const isInOrder = endsLater(draft);
  const roleName = choices.find(({ id }) => id === roleId)?.name ?? "The role";

  return (
    <>
      <Button
        {...button}
        onClick={() => {
          setDraft(blank);
          setOpen(true);
        }}
      >
        <Plus aria-hidden />
        Give role
      </Button>
      <RehearsedDialog
        open={open}
        onOpenChange={setOpen}
        title={`Give ${to} a role`}
        {...(description && { description })}
        confirmLabel="Give role"
        isRefused={!isInOrder}
        change={roleId !== "" && isInOrder ? JSON.stringify(draft) : null}
        rehearse={() => rehearse(draft)}
        action={(reason) => give({ ...draft, reason })}
        done={`${to} has the role ${roleName}`}
        failed={`${roleName} was not given`}
        reasonHint="It is shown on this page and kept with the change."
      >
        <RoleField
          choices={choices}
          roleId={roleId}
          onChange={(chosen) => setDraft((now) => ({ ...now, roleId: chosen }))}
        />
        <WindowFields
          window={draft}
          problem={isInOrder ? undefined : ENDS_TOO_EARLY}
          onChange={(part) => setDraft((now) => ({ ...now, ...part }))}
        />
      </RehearsedDialog>
    </>
  );
}

type RoleFieldProps = {
  choices: readonly RoleChoice[];
  roleId: string;
  onChange: (roleId: string) => void;
};

function RoleField({ choices, roleId, onChange }: RoleFieldProps) {
  const labelId = useId();
  const hintId = useId();
  const groups = useMemo(() => [{ heading: "", items: roleOptions(choices) }], [choices]);
  const role = choices.find(({ id }) => id === roleId);
  return (
    <div className="flex flex-col gap-1.5">
      <span id={labelId} className="font-medium text-sm">
        Role
      </span>
      <SearchSelect
        labelledBy={labelId}
        describedBy={hintId}
        groups={groups}
        value={roleId}
        shown={role?.name ?? "Choose a role"}
        onValueChange={onChange}
        placeholder="Find a role…"
        nothing="No role that you may give matches."
        className="w-full sm:w-64"
      />
      <p id={hintId} className="text-ink-muted text-sm">
        {role?.description || "Only roles that allow no more than you may do yourself."}
      </p>
    </div>
  );
}
