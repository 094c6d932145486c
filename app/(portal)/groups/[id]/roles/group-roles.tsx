"use client";

import Link from "next/link";
import { useState } from "react";
import { ChangeWindow } from "#components/access/change-window.tsx";
import { WindowWords } from "#components/access/reason-chain.tsx";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import { perform } from "#components/shell/perform.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { useNow } from "#components/ui/use-now.ts";
import type { GroupRow } from "#lib/groups/schema";
import type { RoleChoice } from "../../../users/load.ts";
import {
  changeWindowAction,
  rehearseChangeWindowAction,
  rehearseTakeRoleAction,
  takeRoleAction,
} from "../../actions.ts";
import { GiveGroupRole } from "./give-role.tsx";

type GroupRole = GroupRow["roles"][number];

type GroupRolesProps = {
  group: GroupRow;
  seesRoles: boolean;
  canAssign: boolean;
  /** Roles that may be given. */
  choices: readonly RoleChoice[];
};

/** The roles that everybody in a group has through it. */
export function GroupRoles({ group, seesRoles, canAssign, choices }: GroupRolesProps) {
  const [chosen, setChosen] = useState<GroupRole | null>(null);
  const [asking, setAsking] = useState<"take" | "window" | null>(null);
  const now = useNow();
  // What has ended can be given anew.
  const current = group.roles.filter((role) => !hasEnded(role, now));
  const free = choices.filter(({ id }) => !current.some((role) => role.id === id));
  const give = canAssign ? <GiveGroupRole group={group} choices={free} /> : null;
  function ask(role: GroupRole, about: "take" | "window") {
    setChosen(role);
    setAsking(about);
  }
  const dialog = (about: "take" | "window") => ({
    group,
    role: chosen,
    open: asking === about,
    onOpenChange: (open: boolean) => setAsking(open ? about : null),
  });
  if (group.roles.length === 0) {
    return (
      <>
        <EmptyState title="This group gives no roles yet" action={give}>
          {canAssign
            ? "Give it a role, and everybody in it has the role within a second."
            : "Somebody with the permission to assign roles can give it one."}
        </EmptyState>
        <TakeRole {...dialog("take")} />
      </>
    );
  }
  return (
    <>
      {give ? <div className="mb-3 flex justify-end">{give}</div> : null}
      <ul aria-label="Roles of the group" className="divide-y rounded-lg border text-sm">
        {group.roles.map((role) => (
          <li key={role.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
            <GivenRole role={role} isLink={seesRoles} />
            {canAssign ? (
              <div className="flex gap-2">
                {current.includes(role) ? (
                  <Button
                    size="sm"
                    aria-label={`Change the time of ${role.name}`}
                    onClick={() => ask(role, "window")}
                  >
                    Change the time
                  </Button>
                ) : null}
                <Button
                  size="sm"
                  aria-label={`Take away ${role.name}`}
                  onClick={() => ask(role, "take")}
                >
                  Take away
                </Button>
              </div>
            ) : null}
          </li>
        ))}
      </ul>
      <TakeRole {...dialog("take")} />
      <ChangeTime {...dialog("window")} />
    </>
  );
}

function GivenRole({ role, isLink }: { role: GroupRole; isLink: boolean }) {
  const { id, name, startsAt, endsAt, reason } = role;
  return (
    <div className="min-w-0 flex-1 basis-56">
      <div className="flex flex-wrap items-center gap-x-2">
        {isLink ? (
          <Link href={`/roles/${id}`} className="rounded font-medium hover:underline">
            {name}
          </Link>
        ) : (
          <span className="font-medium">{name}</span>
        )}
        <InForce startsAt={startsAt} endsAt={endsAt} />
      </div>
      <div className="text-ink-muted">
        {startsAt === null && endsAt === null ? "for good" : null}
        <WindowWords startsAt={startsAt} endsAt={endsAt} />
        {reason ? <span className="wrap-anywhere"> · {reason}</span> : null}
      </div>
    </div>
  );
}

function InForce({ startsAt, endsAt }: Pick<GroupRole, "startsAt" | "endsAt">) {
  const now = useNow();
  if (startsAt !== null && Date.parse(startsAt) > now) return <Badge>Not yet</Badge>;
  return hasEnded({ endsAt }, now) ? <Badge>Ended</Badge> : null;
}

function hasEnded({ endsAt }: Pick<GroupRole, "endsAt">, now: number): boolean {
  return endsAt !== null && Date.parse(endsAt) <= now;
}

type RoleDialogProps = {
  group: GroupRow;
  /** Stays while the dialog slides out. */
  role: GroupRole | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

function TakeRole({ group, role, open, onOpenChange }: RoleDialogProps) {
  const input = { groupId: group.id, roleId: role?.id };
  const name = role?.name ?? "the role";
  return (
    <RehearsedDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Take ${name} from ${group.name}?`}
      description="Everybody in the group loses what only this role gives them, within a second."
      confirmLabel="Take away"
      danger
      change={role?.id ?? null}
      rehearse={() => rehearseTakeRoleAction(input)}
      onConfirm={async (reason) => {
        const result = await perform(() => takeRoleAction({ ...input, reason }), {
          done: `${name} taken from ${group.name}`,
          failed: `${name} was not taken away`,
        });
        return result?.ok ?? false;
      }}
    />
  );
}

const always = { startsAt: null, endsAt: null };

function ChangeTime({ group, role, open, onOpenChange }: RoleDialogProps) {
  const input = { groupId: group.id, roleId: role?.id };
  const name = role?.name ?? "The role";
  return (
    <ChangeWindow
      open={open}
      onOpenChange={onOpenChange}
      title={`When ${group.name} has the role ${name}`}
      window={role ?? always}
      rehearse={(window) => rehearseChangeWindowAction({ ...input, ...window })}
      onSave={async ({ startsAt, endsAt }, reason) => {
        const change = { ...input, startsAt, endsAt, reason };
        const result = await perform(() => changeWindowAction(change), {
          done: `The time of ${name} is changed`,
          failed: `The time of ${name} was not changed`,
        });
        return result?.ok ?? false;
      }}
    />
  );
}
