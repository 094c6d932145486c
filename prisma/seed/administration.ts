import { instantOf } from "./calendar.ts";
import { type Company, playerOf } from "./company.ts";
import type { DemoEvent } from "./event.ts";
import { adminVisit } from "./keys.ts";
import { offices } from "./locations.ts";
import type { Person } from "./people.ts";
import { visitEvents } from "./visit.ts";

/** Three days before the first day of work, which is a Monday, in the admin's late morning. */
export function accountCreatedAt(company: Company, person: Person): number {
  const { timeZone } = offices[playerOf(company, "admin").office];
  return instantOf(person.firstDay - 3, 10 * 60 + 24 + (person.name.length % 60), timeZone);
}

/** What the tenant admin did for those who joined or got a role during the days that are shown. */
export function administrationEvents(company: Company): DemoEvent[] {
  const random = company.random.fork("administration");
  const { timeZone } = offices[playerOf(company, "admin").office];
  const events: DemoEvent[] = [];
  for (const person of company.people) {
    const target = { type: "user", id: person.id, name: person.name };
    if (person.firstDay - 3 >= company.firstDay) {
      const details = { email: person.email };
      const visit = adminVisit(company, accountCreatedAt(company, person), {
        source: "portal",
        action: "user.created",
        target,
        details,
      });
      events.push(...visitEvents(random, visit));
    }
    for (const { role, day } of person.roles.filter((held) => held.day >= company.firstDay)) {
      const at = instantOf(day, random.int(560, 1_000), timeZone);
      const visit = adminVisit(company, at, {
        source: "portal",
        action: "role.assigned",
        target,
        details: { role },
      });
      events.push(...visitEvents(random, visit));
    }
  }
  return events;
}
