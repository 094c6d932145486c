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
import { type Sees, WindowWords } from "#components/access/reason-chain.tsx";
import type { RoleChoice } from "#components/access/role-options.ts";
import { useNow } from "#components/ui/use-now.ts";
import type { UserDetail, UserRole } from "#lib/identity/users/schema";
import {
  changeWindowAction,
  giveRoleAction,
  rehearseChangeWindowAction,
  rehearseGiveRoleAction,
  rehearseTakeRoleAction,
  takeRoleAction,
} from "../actions.ts";

type HeldRolesProps = {
  user: UserDetail;
  sees: Sees;
  canAssign: boolean;
  /** Roles that may be given. */
  choices: readonly RoleChoice[];
};

const ONCE_ENABLED = "What is changed here takes effect once the account is enabled again.";

/** The roles of a person as they are now: given directly, and through groups. */
export function HeldRoles({ user, sees, canAssign, choices }: HeldRolesProps) {
  const asked = useAskedRole();
  const now = useNow();
  // What has ended can be given anew.
  const direct = user.heldRoles.filter((held) => held.via === null && !hasEnded(held, now));
  const isDisabled = user.status === "disabled";
  const free = choices.filter(({ id }) => !direct.some(({ role }) => role.id === id));
  return (
    <section aria-labelledby="roles-heading" className="mb-8">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 id="roles-heading" className="font-semibold text-base">
          Roles
        </h2>
        {canAssign ? (
          <GiveRole
            to={user.name}
            description={isDisabled ? `${user.name} is disabled. ${ONCE_ENABLED}` : undefined}
            choices={free}
            button={{ size: "sm" }}
            rehearse={(given) => rehearseGiveRoleAction({ userId: user.id, ...given })}
            give={(given) => giveRoleAction({ userId: user.id, ...given })}
          />
        ) : null}
      </div>
      {isDisabled ? (
        <p className="mb-2 text-ink-muted text-sm">
          {user.name} is disabled and may do nothing. {ONCE_ENABLED}
        </p>
      ) : null}
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
                <GivenRoleButtons role={{ ...held, ...held.role }} asked={asked} />
              ) : null}
            </li>
          ))}
        </ul>
      )}
      <GivenRoleDialogs
        asked={asked}
        of={user.name}
        taking={
          isDisabled ? ONCE_ENABLED : "It holds within a second, also where they are logged in."
        }
        rehearseTake={(input) => rehearseTakeRoleAction({ userId: user.id, ...input })}
        take={(input) => takeRoleAction({ userId: user.id, ...input })}
        rehearseWindow={(input) => rehearseChangeWindowAction({ userId: user.id, ...input })}
        changeWindow={(input) => changeWindowAction({ userId: user.id, ...input })}
      />
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
