"use client";

import { Plus } from "lucide-react";
import { useId, useMemo, useState } from "react";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import {
  blankWindow,
  type WindowDraft,
  WindowFields,
  windowOfDraft,
} from "#components/access/window-fields.tsx";
import { perform } from "#components/shell/perform.ts";
import { Button } from "#components/ui/button.tsx";
import { useLocale } from "#components/ui/locale-context.tsx";
import { SearchSelect } from "#components/ui/search-select.tsx";
import { assignRoleInput } from "#lib/assignments/schema";
import type { UserDetail } from "#lib/users/schema";
import { giveRoleAction, rehearseGiveRoleAction } from "../actions.ts";
import type { RoleChoice } from "../load.ts";
import { problemsOf } from "../person-input.ts";
import { roleOptions } from "../role-picker.tsx";

type Draft = WindowDraft & { roleId: string };
const blank: Draft = { ...blankWindow, roleId: "" };

type GiveRoleProps = { user: UserDetail; choices: readonly RoleChoice[] };

/** Gives a person a role, for good or for a time. */
export function GiveRole({ user, choices }: GiveRoleProps) {
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState(blank);
  const { timeZone } = useLocale();
  const { roleId } = draft;
  const window = windowOfDraft(draft, timeZone);
  const input = { userId: user.id, roleId, ...window };
  const problems = roleId ? problemsOf(assignRoleInput, input) : {};
  const isUsable = roleId !== "" && Object.keys(problems).length === 0;
  const roleName = choices.find(({ id }) => id === roleId)?.name ?? "The role";

  async function confirm(reason: string): Promise<boolean> {
    const result = await perform(() => giveRoleAction({ ...input, reason }), {
      done: `${user.name} has the role ${roleName}`,
      failed: `${roleName} was not given`,
    });
    return result?.ok ?? false;
  }

  return (
    <>
      <Button
        size="sm"
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
        title={`Give ${user.name} a role`}
        confirmLabel="Give role"
        change={isUsable ? JSON.stringify([roleId, window]) : null}
        rehearse={() => rehearseGiveRoleAction(input)}
        onConfirm={confirm}
        reasonHint="It is shown on this page and kept with the change."
      >
        <GiveRoleFields
          draft={draft}
          choices={choices}
          problem={problems.endsAt?.[0]}
          onChange={(part) => setDraft({ ...draft, ...part })}
        />
      </RehearsedDialog>
    </>
  );
}

type GiveRoleFieldsProps = {
  draft: Draft;
  choices: readonly RoleChoice[];
  problem: string | undefined;
  onChange: (part: Partial<Draft>) => void;
};

function GiveRoleFields({ draft, choices, problem, onChange }: GiveRoleFieldsProps) {
  const labelId = useId();
  const hintId = useId();
  const groups = useMemo(() => [{ heading: "", items: roleOptions(choices) }], [choices]);
  const role = choices.find(({ id }) => id === draft.roleId);
  return (
    <>
      <div className="flex flex-col gap-1.5">
        <span id={labelId} className="font-medium text-sm">
          Role
        </span>
        <SearchSelect
          labelledBy={labelId}
          describedBy={hintId}
          groups={groups}
          value={draft.roleId}
          shown={role?.name ?? "Choose a role"}
          onValueChange={(roleId) => onChange({ roleId })}
          placeholder="Find a role…"
          nothing="No role that you may give matches."
          className="w-full sm:w-64"
        />
        <p id={hintId} className="text-ink-muted text-sm">
          {role?.description || "Only roles that allow no more than you may do yourself."}
        </p>
      </div>
      <WindowFields draft={draft} problem={problem} onChange={onChange} />
    </>
  );
}
