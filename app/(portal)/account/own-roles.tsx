import { InForce } from "#components/access/given-role-dialogs.tsx";
import { WindowWords } from "#components/access/reason-chain.tsx";
import { Badge } from "#components/ui/badge.tsx";
import type { Actor } from "#lib/authz/guard/actor";
import { listOwnRoles } from "#lib/identity/users/queries";
import type { UserRole } from "#lib/identity/users/schema";
import { type RoleChoice, roleChoices } from "./role-choice.ts";
import { RoleChooser } from "./role-chooser.tsx";

/** The roles that somebody has, those in use first, and what there is to choose between. */
export async function OwnRoles({ actor }: { actor: Actor }) {
  const held = await listOwnRoles(actor);
  const { roles, access } = actor;
  const unused = access.inactive.flatMap(
    ({ roleId }) => access.policy.roles.get(roleId)?.held ?? [],
  );
  const now = [...roles, ...unused];
  const later = held
    .map(({ role }) => ({ ...role, sentence: "" }))
    .filter(({ id }) => !now.some((role) => role.id === id));
  const all = [...new Map([...now, ...later].map((role) => [role.id, role])).values()];
  if (all.length === 0) {
    return (
      <p className="rounded-lg border px-3 py-3 text-ink-muted text-sm">
        You have no role yet. Ask an administrator for one.
      </p>
    );
  }
  const choices = roleChoices(actor);
  return (
    <div className="flex flex-col gap-3">
      {choices.map((choice) => (
        <RoleChooser key={keyOf(choice)} choice={choice} />
      ))}
      <ul className="divide-y rounded-lg border">
        {all.map((role) => (
          <li key={role.id} className="px-3 py-2 text-sm">
            <div className="flex flex-wrap items-center gap-x-2">
              <span className="wrap-anywhere font-medium">{role.name}</span>
              {unused.some(({ id }) => id === role.id) ? <Badge>Not in use</Badge> : null}
              {roles.some(({ id }) => id === role.id) && isChosen(choices, role.id) ? (
                <Badge>In use</Badge>
              ) : null}
            </div>
            {role.sentence ? <div className="text-ink-muted">{role.sentence}</div> : null}
            <Ways held={held.filter((each) => each.role.id === role.id)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** On which ways, when and why one has a role, as others read it on one's page. */
function Ways({ held }: { held: readonly UserRole[] }) {
  return (
    <ul>
      {held.map(({ via, startsAt, endsAt, reason, role }) => (
        <li
          key={`${role.id} ${via?.id}`}
          className="flex flex-wrap items-center gap-x-2 text-ink-muted"
        >
          <span className="wrap-anywhere">
            {via === null ? "Given directly" : `Through the group ${via.name}`}
            {startsAt === null && endsAt === null ? ", for good" : null}
          </span>
          <WindowWords startsAt={startsAt} endsAt={endsAt} />
          <InForce startsAt={startsAt} endsAt={endsAt} />
          {reason ? <span className="wrap-anywhere">· {reason}</span> : null}
        </li>
      ))}
    </ul>
  );
}

/** Another choice is another form: it begins with what is in use. */
function keyOf({ ruleId, roles }: RoleChoice): string {
  return JSON.stringify([ruleId, roles.map(({ id, isUsed }) => [id, isUsed])]);
}

function isChosen(choices: readonly RoleChoice[], roleId: string): boolean {
  return choices.some(({ roles }) => roles.some(({ id }) => id === roleId));
}
