import { type Day, instantOf } from "./calendar.ts";
import { type Company, playerOf } from "./company.ts";
import { departments } from "./departments.ts";
import type { DemoEvent } from "./event.ts";
import { adminVisit } from "./keys.ts";
import { offices } from "./locations.ts";
import { entriesOf, type OwnRole } from "./own-roles.ts";
import type { HeldRole, Person } from "./people.ts";
import { radiusAmong } from "./radius.ts";
import { visitEvents } from "./visit.ts";

/** What everybody has through the group that everybody is in. */
const EVERYBODYS_ROLES = ["user"];

/** Some time that day at which the tenant admin is at work. */
function momentOf(company: Company, person: Person, what: string, day: Day): number {
  const { timeZone } = offices[playerOf(company, "admin").office];
  const minutes = company.random.fork(`${what} ${person.id}`).between(9 * 60 + 20, 16 * 60 + 40);
  return instantOf(day, minutes, timeZone);
}

/** Three days before the first day of work, which is a Monday. */
export function accountCreatedAt(company: Company, person: Person): number {
  return momentOf(company, person, "account", person.firstDay - 3);
}

export function roleCreatedAt(company: Company, { name, day }: OwnRole): number {
  return momentOf(company, playerOf(company, "admin"), `role ${name}`, day);
}

export function roleAssignedAt(company: Company, person: Person, { role, day }: HeldRole): number {
  return momentOf(company, person, role, day);
}

/** What the tenant admin did for those who joined or got a role during the days that are shown. */
export function administrationEvents(company: Company): DemoEvent[] {
  const random = company.random.fork("administration");
  const radiusOf = radiusAmong(company.ownRoles);
  const events = ownRoleEvents(company);
  for (const person of company.people) {
    const target = { type: "user", id: person.id, name: person.name };
    if (person.firstDay - 3 >= company.firstDay) {
      const { name, email } = person;
      const after = { name, email, roles: [] };
      const details = { before: null, after, radius: radiusOf(person, [], EVERYBODYS_ROLES) };
      const visit = adminVisit(company, accountCreatedAt(company, person), {
        source: "portal",
        action: "user.created",
        target,
        reason: "Begins to work here.",
        details,
      });
      events.push(...visitEvents(random, visit));
    }
    for (const held of person.roles.filter(({ day }) => day >= company.firstDay)) {
      const others = person.roles.filter(({ day }) => day < held.day).map(({ role }) => role);
      const had = [...EVERYBODYS_ROLES, ...others];
      const visit = adminVisit(company, roleAssignedAt(company, person, held), {
        source: "portal",
        action: "role.assigned",
        target,
        reason: `Needs it for the work in ${departments[person.department].name}.`,
        details: {
          role: held.role,
          roleName: held.name,
          before: null,
          after: { startsAt: null, endsAt: null },
          radius: radiusOf(person, had, [...had, held.role]),
        },
      });
      events.push(...visitEvents(random, visit));
    }
  }
  return events;
}

function ownRoleEvents(company: Company): DemoEvent[] {
  const random = company.random.fork("own roles");
  return company.ownRoles.flatMap((role) => {
    const { id, name, description, permissions } = role;
    const visit = adminVisit(company, roleCreatedAt(company, role), {
      source: "portal",
      action: "role.created",
      target: { type: "role", id, name },
      details: {
        before: null,
        after: { name, description, entries: entriesOf(permissions), parents: [] },
        // Nobody has it yet.
        radius: { peopleCount: 0, groups: [] },
      },
    });
    return visitEvents(random, visit);
  });
}
