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
import { assignGroupRoleInput, type GroupRow } from "#lib/groups/schema";
import type { RoleChoice } from "../../../users/load.ts";
import { roleOptions } from "../../../users/role-picker.tsx";
import { giveRoleAction, rehearseGiveRoleAction } from "../../actions.ts";

type Draft = WindowDraft & { roleId: string };
const blank: Draft = { ...blankWindow, roleId: "" };

type GiveGroupRoleProps = { group: GroupRow; choices: readonly RoleChoice[] };

/** Gives everybody in a group a role, for good or for a time. */
export function GiveGroupRole({ group, choices }: GiveGroupRoleProps) {
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState(blank);
  const { timeZone } = useLocale();
  const { roleId } = draft;
  const window = windowOfDraft(draft, timeZone);
  const input = { groupId: group.id, roleId, ...window };
  const parsed = assignGroupRoleInput.safeParse(input);
  const problem = parsed.error?.issues.find(({ path }) => path[0] === "endsAt")?.message;
  const roleName = choices.find(({ id }) => id === roleId)?.name ?? "The role";

  return (
    <>
      <Button
        variant="primary"
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
        title={`Give ${group.name} a role`}
        confirmLabel="Give role"
        change={parsed.success ? JSON.stringify([roleId, window]) : null}
        rehearse={() => rehearseGiveRoleAction(input)}
        reasonHint="It is shown on this page and kept with the change."
        onConfirm={async (reason) => {
          const result = await perform(() => giveRoleAction({ ...input, reason }), {
            done: `${group.name} has the role ${roleName}`,
            failed: `${roleName} was not given`,
          });
          return result?.ok ?? false;
        }}
      >
        <GiveRoleFields
          draft={draft}
          choices={choices}
          problem={problem}
          onChange={(part) => setDraft((now) => ({ ...now, ...part }))}
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
