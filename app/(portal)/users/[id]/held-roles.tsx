"use client";

import Link from "next/link";
import { useState } from "react";
import { ChangeWindow } from "#components/access/change-window.tsx";
import { type Sees, WindowWords } from "#components/access/reason-chain.tsx";
import { RehearsedDialog } from "#components/access/rehearsed-dialog.tsx";
import { perform } from "#components/shell/perform.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { useNow } from "#components/ui/use-now.ts";
import type { UserDetail, UserRole } from "#lib/users/schema";
import {
  changeWindowAction,
  rehearseChangeWindowAction,
  rehearseTakeRoleAction,
  takeRoleAction,
} from "../actions.ts";
import type { RoleChoice } from "../load.ts";
import { GiveRole } from "./give-role.tsx";

type HeldRolesProps = {
  user: UserDetail;
  sees: Sees;
  canAssign: boolean;
  /** Roles that may be given. */
  choices: readonly RoleChoice[];
};

/** The roles of a person as they are now: given directly, and through groups. */
export function HeldRoles({ user, sees, canAssign, choices }: HeldRolesProps) {
  const [chosen, setChosen] = useState<UserRole | null>(null);
  const [asking, setAsking] = useState<"take" | "window" | null>(null);
  const now = useNow();
  // What has ended can be given anew.
  const direct = user.heldRoles.filter((held) => held.via === null && !hasEnded(held, now));
  const free = choices.filter(({ id }) => !direct.some(({ role }) => role.id === id));
  function ask(held: UserRole, about: "take" | "window") {
    setChosen(held);
    setAsking(about);
  }
  const dialog = (about: "take" | "window") => ({
    user,
    held: chosen,
    open: asking === about,
    onOpenChange: (open: boolean) => setAsking(open ? about : null),
  });
  return (
    <section aria-labelledby="roles-heading" className="mb-8">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 id="roles-heading" className="font-semibold text-base">
          Roles
        </h2>
        {canAssign ? <GiveRole user={user} choices={free} /> : null}
      </div>
      {user.heldRoles.length === 0 ? (
        <p className="rounded-lg border px-3 py-6 text-center text-ink-muted text-sm">
          {user.name} has no roles, neither directly nor through a group.
        </p>
      ) : (
        <ul className="divide-y rounded-lg border text-sm">
          {user.heldRoles.map((held) => (
            <li
              key={`${held.role.id} ${held.via?.id}`}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2"
            >
              <HeldRole held={held} sees={sees} />
              {canAssign && held.via === null ? (
                <div className="flex gap-2">
                  {direct.includes(held) ? (
                    <Button
                      size="sm"
                      aria-label={`Change the time of ${held.role.name}`}
                      onClick={() => ask(held, "window")}
                    >
                      Change the time
                    </Button>
                  ) : null}
                  <Button
                    size="sm"
                    aria-label={`Take away ${held.role.name}`}
                    onClick={() => ask(held, "take")}
                  >
                    Take away
                  </Button>
                </div>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      <TakeRole {...dialog("take")} />
      <ChangeTime {...dialog("window")} />
    </section>
  );
}

function HeldRole({ held, sees }: { held: UserRole; sees: Sees }) {
  const { role, via, startsAt, endsAt, reason } = held;
  return (
    <div className="min-w-0 flex-1 basis-56">
      <div className="flex flex-wrap items-center gap-x-2">
        {sees.roles ? (
          <Link href={`/roles/${role.id}`} className="rounded font-medium hover:underline">
            {role.name}
          </Link>
        ) : (
          <span className="font-medium">{role.name}</span>
        )}
        <span className="text-ink-muted">
          {via === null ? "given directly" : "through the group "}
          {via === null ? null : <GroupName group={via} isLink={sees.groups} />}
          {startsAt === null && endsAt === null ? ", for good" : null}
        </span>
        <InForce startsAt={startsAt} endsAt={endsAt} />
      </div>
      <div className="text-ink-muted">
        <WindowWords startsAt={startsAt} endsAt={endsAt} />
        {reason ? (
          <span className="wrap-anywhere">
            {startsAt === null && endsAt === null ? "" : " · "}
            {reason}
          </span>
        ) : null}
      </div>
    </div>
  );
}

function GroupName({ group, isLink }: { group: { id: string; name: string }; isLink: boolean }) {
  if (!isLink) return group.name;
  return (
    <Link href={`/groups/${group.id}`} className="rounded text-ink hover:underline">
      {group.name}
    </Link>
  );
}

function InForce({ startsAt, endsAt }: Pick<UserRole, "startsAt" | "endsAt">) {
  const now = useNow();
  if (startsAt !== null && Date.parse(startsAt) > now) return <Badge>Not yet</Badge>;
  return hasEnded({ endsAt }, now) ? <Badge>Ended</Badge> : null;
}

function hasEnded({ endsAt }: Pick<UserRole, "endsAt">, now: number): boolean {
  return endsAt !== null && Date.parse(endsAt) <= now;
}

type HeldDialogProps = {
  user: UserDetail;
  /** Stays while the dialog slides out. */
  held: UserRole | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

function TakeRole({ user, held, open, onOpenChange }: HeldDialogProps) {
  const input = { userId: user.id, roleId: held?.role.id };
  const role = held?.role.name ?? "the role";
  return (
    <RehearsedDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Take ${role} from ${user.name}?`}
      description="It holds within a second, also where they are signed in."
      confirmLabel="Take away"
      danger
      change={held ? held.role.id : null}
      rehearse={() => rehearseTakeRoleAction(input)}
      onConfirm={async (reason) => {
        const result = await perform(() => takeRoleAction({ ...input, reason }), {
          done: `${role} taken from ${user.name}`,
          failed: `${role} was not taken away`,
        });
        return result?.ok ?? false;
      }}
    />
  );
}

const always = { startsAt: null, endsAt: null };

function ChangeTime({ user, held, open, onOpenChange }: HeldDialogProps) {
  const input = { userId: user.id, roleId: held?.role.id };
  const role = held?.role.name ?? "The role";
  return (
    <ChangeWindow
      open={open}
      onOpenChange={onOpenChange}
      title={`When ${user.name} has the role ${role}`}
      window={held ?? always}
      rehearse={(window) => rehearseChangeWindowAction({ ...input, ...window })}
      onSave={async ({ startsAt, endsAt }, reason) => {
        const change = { ...input, startsAt, endsAt, reason };
        const result = await perform(() => changeWindowAction(change), {
          done: `The time of ${role} is changed`,
          failed: `The time of ${role} was not changed`,
        });
        return result?.ok ?? false;
      }}
    />
  );
}
