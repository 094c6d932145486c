import type { PermissionId } from "#lib/authz/catalogue/permissions";
import type { Random, Weighted } from "../lib/core/random.ts";
import { activities } from "./activities/registry.ts";
import { type Day, instantOf, MINUTE_MS, weekdayOf } from "./calendar.ts";
import type { Company } from "./company.ts";
import { type Department, departments } from "./departments.ts";
import { type DemoEvent, denialOf } from "./event.ts";
import { makeTravelAddress, offices } from "./locations.ts";
import { isDayOff, isEmployed, type Person } from "./people.ts";
import { failedLogin, type Place, type Visit, visitEvents } from "./visit.ts";

/** How busy each day of the week is, from Sunday. */
const weekdayFactors = [0.45, 1, 1.09, 1.06, 1, 0.76, 0.5] as const;

const curiousAbout: readonly Weighted<PermissionId>[] = [
  ["audit.read", 6],
  ["session.read", 2],
  ["api_key.read", 3],
];

/** Minutes after midnight. */
type Hours = { from: number; to: number };
type Step = Visit["steps"][number];

/** What a person did on one day: nothing, or one session at work and perhaps one by phone. */
export function workdayEvents(company: Company, person: Person, day: Day): DemoEvent[] {
  const random = company.random.fork(`${person.id} ${day}`);
  const habits: Department = departments[person.department];
  if (!isEmployed(person, day)) return afterLeaving(random, person, day);
  const isOff = isDayOff(person, day);
  if (!random.chance(isOff ? habits.weekendShare : 0.95)) return [];
  // Who has little to do there does not log in every day.
  const eagerness = person.activity * company.plan.activity;
  if (!random.chance(Math.min(0.96, 0.42 + 0.45 * eagerness))) return [];
  const hours = isOff ? hoursOffWork(random) : hoursAtWork(random, person);
  const place = choosePlace(random, person, habits, isOff);
  const { timeZone } = offices[person.office];
  const begins = instantOf(day, hours.from, timeZone);
  const steps = makeSteps(company, person, day, hours, busyness(company, person, day));
  const signsOut = random.chance(isOff ? 0.2 : 0.36);
  const ends = signsOut ? instantOf(day, hours.to, timeZone) : null;
  return [
    ...mistypedPasswords(random, person, day, begins, place),
    ...visitEvents(random, { person, ...place, begins, steps, ends }),
    ...(random.chance(0.05) ? eveningByPhone(company, random, person, day) : []),
  ];
}

function hoursAtWork(random: Random, { arrival }: Person): Hours {
  const from = arrival + random.normal(0, 14);
  return { from, to: from + Math.max(300, random.normal(515, 45)) };
}

function hoursOffWork(random: Random): Hours {
  const from = random.normal(13 * 60, 170);
  return { from: Math.max(7 * 60, from), to: Math.max(7 * 60, from) + random.int(20, 170) };
}

function choosePlace(random: Random, person: Person, habits: Department, isOff: boolean): Place {
  const { laptop: userAgent } = person.devices;
  const chance = random.next();
  if (isOff || chance < habits.homeShare) return { ip: person.home, userAgent };
  if (chance < habits.homeShare + habits.travelShare) {
    return { ip: makeTravelAddress(random), userAgent };
  }
  return { ip: random.pick<string>(offices[person.office].addresses), userAgent };
}

/** Bursts of activity to expect of the person on that day. */
function busyness({ plan, firstDay, days }: Company, person: Person, day: Day): number {
  const habits: Department = departments[person.department];
  const weekday = weekdayFactors[weekdayOf(day)] ?? 1;
  const growth = 0.94 + (0.12 * (day - firstDay)) / days;
  const dayOfMonth = new Date(instantOf(day, 0, "UTC")).getUTCDate();
  const monthEnd = person.department === "finance" && dayOfMonth <= 3 ? 1.8 : 1;
  return habits.burstsPerDay * person.activity * plan.activity * weekday * growth * monthEnd;
}

function makeSteps(
  { plan, world, random: companyRandom }: Company,
  person: Person,
  day: Day,
  hours: Hours,
  bursts: number,
): Step[] {
  const random = companyRandom.fork(`${person.id} ${day} ${Math.round(hours.from)}`);
  const { timeZone } = offices[person.office];
  const habits: Department = departments[person.department];
  const programs = habits.programs.filter(([program]) => plan.programs.includes(program));
  const steps: Step[] = [];
  for (let burst = random.poisson(bursts); burst > 0; burst--) {
    const source = random.weighted(programs);
    let at = instantOf(day, momentWithin(random, hours), timeZone);
    do {
      const activity = random.weighted(activities[source]);
      steps.push({ at, deed: { source, ...activity({ world, random, person, day }) } });
      at += random.int(15, 260) * 1000;
    } while (random.chance(0.32));
  }
  if (person.roles.length === 0 && random.chance(0.006)) {
    steps.push({
      at: instantOf(day, momentWithin(random, hours), timeZone),
      deed: denialOf(random.weighted(curiousAbout)),
    });
  }
  return steps;
}

/** People do most in the late morning and in the afternoon, and have lunch in between. */
function momentWithin(random: Random, { from, to }: Hours): number {
  const length = to - from;
  const share = random.chance(0.52) ? random.normal(0.26, 0.13) : random.normal(0.72, 0.14);
  return from + Math.min(0.99, Math.max(0.01, share)) * length;
}

/** Now and then somebody tries whether their account still works. */
function afterLeaving(random: Random, person: Person, day: Day): DemoEvent[] {
  if (person.lastDay === null || day < person.lastDay || !random.chance(0.03)) return [];
  const at = instantOf(day, random.between(9 * 60, 22 * 60), offices[person.office].timeZone);
  const place = { ip: person.home, userAgent: person.devices.phone };
  return [failedLogin(random, at, person, place, "The account is disabled.")];
}

/** On Mondays more than else. */
function mistypedPasswords(
  random: Random,
  person: Person,
  day: Day,
  begins: number,
  place: Place,
): DemoEvent[] {
  if (!random.chance(weekdayOf(day) === 1 ? 0.07 : 0.035)) return [];
  const count = random.weighted([
    [1, 70],
    [2, 22],
    [3, 8],
  ]);
  return Array.from({ length: count }, (_, i) =>
    failedLogin(random, begins - (count - i) * random.int(6, 25) * 1000, person, place),
  );
}

function eveningByPhone(company: Company, random: Random, person: Person, day: Day): DemoEvent[] {
  const from = random.normal(20 * 60 + 15, 55);
  const hours = { from, to: from + random.int(4, 30) };
  const begins = instantOf(day, from, offices[person.office].timeZone);
  const steps = makeSteps(company, person, day, hours, 0.8);
  const place = { ip: person.home, userAgent: person.devices.phone };
  const ends = random.chance(0.15) ? begins + random.int(6, 40) * MINUTE_MS : null;
  return visitEvents(random, { person, ...place, begins, steps, ends });
}
