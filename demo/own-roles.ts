import type { PermissionId } from "#lib/authz/catalogue/permissions";
import type { Random } from "../lib/core/random.ts";
import { type Day, workdayBefore } from "./calendar.ts";
import type { Staff } from "./people.ts";
import type { OwnRolePlan } from "./plan.ts";

/** A role of the company's own making. */
export type OwnRole = {
  id: string;
  name: string;
  description: string;
  permissions: PermissionId[];
  /** When the tenant admin made it. */
  day: Day;
};

/** What a role of plain permissions says, as its event keeps it. */
export function entriesOf(permissions: readonly string[]) {
  return permissions.map((permission) => ({
    permission,
    effect: "allow" as const,
    ownOnly: false,
  }));
}

/**
 * Makes a company's own roles, and gives them to people who were there already, who stay, and whom
 * no scene needs.
 */
export function makeOwnRoles(
  plans: readonly OwnRolePlan[],
  { people, cast }: Staff,
  random: Random,
  today: Day,
): OwnRole[] {
  const players = Object.values(cast);
  return plans.map(({ name, description, permissions, daysAgo, holders }) => {
    const day = workdayBefore(today - daysAgo);
    const role = random.fork(name).uuid();
    for (const { department, count } of holders) {
      const candidates = people.filter(
        (person) =>
          person.department === department &&
          person.roles.length === 0 &&
          person.firstDay < day &&
          person.lastDay === null &&
          !players.includes(person),
      );
      for (const [i, person] of candidates.slice(0, count).entries()) {
        // Later than the role: within three days of a workday there is another.
        person.roles.push({ role, name, day: workdayBefore(day + 3 + 7 * i) });
      }
    }
    return { id: role, name, description, permissions: [...permissions].sort(), day };
  });
}
