import type { PermissionId } from "#lib/access/permissions";
import { type Day, workdayBefore } from "./calendar.ts";
import type { Person } from "./people.ts";
import type { CompanyPlan, OwnRolePlan } from "./plan.ts";
import type { Random } from "./random.ts";

/** A role of the company's own making. */
export type OwnRole = {
  id: string;
  name: string;
  description: string;
  permissions: PermissionId[];
  /** When the tenant admin made it. */
  day: Day;
};

export function makeOwnRoles({ ownRoles }: CompanyPlan, random: Random, today: Day): OwnRole[] {
  return ownRoles.map(({ name, description, permissions, daysAgo }) => ({
    id: random.fork(name).uuid(),
    name,
    description,
    permissions: [...permissions].sort(),
    day: workdayBefore(today - daysAgo),
  }));
}

/** Gives the role to those who were there already and stay: the first in the days after, and so on. */
export function giveOwnRole(
  { holders }: OwnRolePlan,
  { id: role, name, day }: OwnRole,
  people: readonly Person[],
): void {
  for (const { department, count } of holders) {
    const candidates = people.filter(
      (person) =>
        person.department === department &&
        person.roles.length === 0 &&
        person.firstDay < day &&
        person.lastDay === null,
    );
    for (const [i, person] of candidates.slice(0, count).entries()) {
      // Three days after any workday there is another one, or the day before a weekend's end.
      person.roles.push({ role, name, day: workdayBefore(day + 3 + 7 * i) });
    }
  }
}
