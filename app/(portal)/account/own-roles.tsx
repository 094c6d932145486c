import { Badge } from "#components/ui/badge.tsx";
import type { Actor } from "#lib/authz/guard/actor";
import { type RoleChoice, roleChoices } from "./role-choice.ts";
import { RoleChooser } from "./role-chooser.tsx";

/** The roles that somebody has, those in use first, and what there is to choose between. */
export function OwnRoles({ actor }: { actor: Actor }) {
  const { roles, access } = actor;
  const unused = access.inactive.flatMap(
    ({ roleId }) => access.policy.roles.get(roleId)?.held ?? [],
  );
  if (roles.length + unused.length === 0) {
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
        {[...roles, ...unused].map((role) => (
          <li key={role.id} className="px-3 py-2 text-sm">
            <div className="flex flex-wrap items-center gap-x-2">
              <span className="wrap-anywhere font-medium">{role.name}</span>
              {unused.includes(role) ? <Badge>Not in use</Badge> : null}
              {!unused.includes(role) && isChosen(choices, role.id) ? <Badge>In use</Badge> : null}
            </div>
            {role.sentence ? <div className="text-ink-muted">{role.sentence}</div> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Another choice is another form: it begins with what is in use. */
function keyOf({ ruleId, roles }: RoleChoice): string {
  return JSON.stringify([ruleId, roles.map(({ id, isUsed }) => [id, isUsed])]);
}

function isChosen(choices: readonly RoleChoice[], roleId: string): boolean {
  return choices.some(({ roles }) => roles.some(({ id }) => id === roleId));
}
