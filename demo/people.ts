import { type BuiltInRoleId, builtInRoles } from "#lib/authz/catalogue/roles";
import type { Random } from "../lib/core/random.ts";
import { type Day, isHoliday, isWeekend, lastWeekday } from "./calendar.ts";
import { type DepartmentId, departments } from "./departments.ts";
import { type Devices, makeDevices } from "./devices.ts";
import { makeHomeAddress, type OfficeId, offices } from "./locations.ts";
import { emailOf, makeName } from "./names.ts";
import type { CastMember, CompanyPlan, Part } from "./plan.ts";

/** A role by its id and name, and since when. */
export type HeldRole = { role: string; name: string; day: Day };

export type Person = {
  id: string;
  name: string;
  email: string;
  department: DepartmentId;
  office: OfficeId;
  /** The first and the last day of work; null: has not left. */
  firstDay: Day;
  lastDay: Day | null;
  roles: HeldRole[];
  home: string;
  devices: Devices;
  /** Minutes after midnight at which they usually begin. */
  arrival: number;
  /** How much they do; 1 is average. */
  activity: number;
  /** Days off, from and to, both included. */
  vacations: [Day, Day][];
};

export type Staff = { people: Person[]; cast: Partial<Record<Part, Person>> };

/** Everybody who works or worked for the company during the last `days` days up to `today`. */
export function makeStaff(plan: CompanyPlan, random: Random, today: Day, days: number): Staff {
  const taken = new Set(Object.values(plan.cast).map((member) => member.name));
  const start = today - days + 1;
  const hire = (member: CastMember, label: string): Person => {
    const own = random.fork(label);
    return makePerson(plan, member, own, start, days);
  };
  const cast: Staff["cast"] = {};
  for (const [part, member] of Object.entries(plan.cast) as [Part, CastMember][]) {
    cast[part] = hire(member, `cast ${part}`);
  }
  const people = Object.values(cast);
  for (const [department, count] of Object.entries(plan.headcount) as [DepartmentId, number][]) {
    const already = people.filter((person) => person.department === department).length;
    for (let i = already; i < count; i++) {
      const label = `${department} ${i}`;
      const chance = random.fork(`${label} name`);
      const name = makeName(chance, taken);
      people.push(
        hire({ name, department, office: chance.weighted(plan.offices), role: null }, label),
      );
    }
  }
  const others = people.filter((person) => !Object.values(cast).includes(person));
  assignRoles(plan, others, random.fork("roles"), start, days);
  moveStaff(plan, others, random.fork("moves"), start, days);
  return { people, cast };
}

function makePerson(
  plan: CompanyPlan,
  { name, department, office, role }: CastMember,
  random: Random,
  start: Day,
  days: number,
): Person {
  const habits = departments[department];
  const firstDay = lastWeekday(start - random.int(20, 1200), 1);
  return {
    id: random.uuid(),
    name,
    email: emailOf(name, plan.domain),
    department,
    office,
    firstDay,
    lastDay: null,
    roles: role ? [builtIn(role, firstDay)] : [],
    home: makeHomeAddress(random, offices[office].country),
    devices: makeDevices(random, department === "engineering" || department === "security"),
    arrival: habits.arrival + random.normal(0, 32),
    // A few do very much, many do little: the usual shape of any usage.
    activity: Math.min(2.6, Math.exp(random.normal(-0.12, 0.5))),
    vacations: makeVacations(random, start, days),
  };
}

function builtIn(role: BuiltInRoleId, day: Day): HeldRole {
  return { role, name: builtInRoles[role].name, day };
}

function makeVacations(random: Random, start: Day, days: number): [Day, Day][] {
  return Array.from({ length: random.int(0, 2) }, () => {
    const first = start + random.int(0, days);
    return [
      first,
      first +
        random.weighted([
          [0, 3],
          [1, 2],
          [4, 3],
          [8, 2],
          [11, 1],
        ]),
    ];
  });
}

function assignRoles(
  plan: CompanyPlan,
  people: readonly Person[],
  random: Random,
  start: Day,
  days: number,
): void {
  for (const { role, department, count } of plan.roles) {
    const candidates = people.filter(
      (person) => person.department === department && person.roles.length === 0,
    );
    for (const person of candidates.slice(0, count)) {
      // Half of them got it during the days that are shown, on a weekday.
      const day = random.chance(0.5) ? start + random.int(5, days - 10) : person.firstDay;
      person.roles.push(builtIn(role, isWeekend(day) ? day - 2 : day));
    }
  }
}

/** Some begin and some leave during the days that are shown, on Mondays and Fridays. */
function moveStaff(
  plan: CompanyPlan,
  people: readonly Person[],
  random: Random,
  start: Day,
  days: number,
): void {
  const without = people.filter((person) => person.roles.length === 0);
  const movers = new Set<Person>();
  while (movers.size < plan.joiners + plan.leavers) movers.add(random.pick(without));
  for (const [i, person] of [...movers].entries()) {
    if (i < plan.joiners) person.firstDay = lastWeekday(start + random.int(10, days - 5), 1);
    else person.lastDay = lastWeekday(start + random.int(10, days - 5), 5);
  }
}

export function isEmployed({ firstDay, lastDay }: Person, day: Day): boolean {
  return firstDay <= day && (lastDay === null || day <= lastDay);
}

/** Whether nobody expects the person at work: a weekend, a holiday or their own day off. */
export function isDayOff(person: Person, day: Day): boolean {
  return (
    isWeekend(day) ||
    isHoliday(day, offices[person.office].country) ||
    person.vacations.some(([from, to]) => from <= day && day <= to)
  );
}
