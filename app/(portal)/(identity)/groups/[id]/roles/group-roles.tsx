"use client";

import Link from "next/link";
import { GiveRole } from "#components/access/give-role.tsx";
import {
  GivenRoleButtons,
  GivenRoleDialogs,
  hasEnded,
  InForce,
  useAskedRole,
} from "#components/access/given-role-dialogs.tsx";
import { WindowWords } from "#components/access/reason-chain.tsx";
import type { RoleChoice } from "#components/access/role-options.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { useNow } from "#components/ui/use-now.ts";
import type { GroupRow } from "#lib/identity/groups/schema";
import {
  changeWindowAction,
  giveRoleAction,
  rehearseChangeWindowAction,
  rehearseGiveRoleAction,
  rehearseTakeRoleAction,
  takeRoleAction,
} from "../../actions.ts";

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
  const asked = useAskedRole();
  const now = useNow();
  // What has ended can be given anew.
  const current = group.roles.filter((role) => !hasEnded(role, now));
  const free = choices.filter(({ id }) => !current.some((role) => role.id === id));
  const give = canAssign ? (
    <GiveRole
      to={group.name}
      choices={free}
      button={{ variant: "primary" }}
      rehearse={(given) => rehearseGiveRoleAction({ groupId: group.id, ...given })}
      give={(given) => giveRoleAction({ groupId: group.id, ...given })}
    />
  ) : null;
  const dialogs = (
    <GivenRoleDialogs
      asked={asked}
      of={group.name}
      taking="Everybody in the group loses what only this role gives them, within a second."
      rehearseTake={(input) => rehearseTakeRoleAction({ groupId: group.id, ...input })}
      take={(input) => takeRoleAction({ groupId: group.id, ...input })}
      rehearseWindow={(input) => rehearseChangeWindowAction({ groupId: group.id, ...input })}
      changeWindow={(input) => changeWindowAction({ groupId: group.id, ...input })}
    />
  );
  if (group.roles.length === 0) {
    return (
      <>
        <EmptyState title="This group gives no roles yet" action={give}>
          {canAssign
            ? "Give it a role, and everybody in it has the role within a second."
            : "Somebody with the permission to assign roles can give it one."}
        </EmptyState>
        {dialogs}
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
            {canAssign ? <GivenRoleButtons role={role} asked={asked} /> : null}
          </li>
        ))}
      </ul>
      {dialogs}
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
