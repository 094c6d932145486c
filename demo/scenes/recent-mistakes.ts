import type { Random } from "../../lib/core/random.ts";
import { DAY_MS, type Day, MINUTE_MS } from "../calendar.ts";
import type { Company } from "../company.ts";
import type { DemoEvent } from "../event.ts";
import { isEmployed } from "../people.ts";
import { failedLogin, visitEvents } from "../visit.ts";

/** People per mistyped password and day. */
const PEOPLE_PER_MISTAKE = 10;
const MOST_PER_DAY = 10;
const LEAST_PER_DAY = 3;

/**
 * Passwords mistyped at home on a phone, spread over the last two days, so that there are some at
 * every hour of the week. Half of them get in then; the others try again some other day.
 */
export function recentMistakeEvents(company: Company): DemoEvent[] {
  const expected = Math.round(company.people.length / PEOPLE_PER_MISTAKE);
  const perDay = Math.min(MOST_PER_DAY, Math.max(LEAST_PER_DAY, expected));
  const events: DemoEvent[] = [];
  for (let day = company.today - 2; day <= company.today; day++) {
    for (let i = 0; i < perDay; i++) {
      const random = company.random.fork(`mistake ${day} ${i}`);
      const begins = day * DAY_MS + ((i + random.next()) / perDay) * DAY_MS;
      events.push(...mistake(company, random, day, begins));
    }
  }
  return events;
}

function mistake(company: Company, random: Random, day: Day, begins: number): DemoEvent[] {
  const person = random.pick(company.people.filter((someone) => isEmployed(someone, day)));
  const place = { ip: person.home, userAgent: person.devices.phone };
  const count = random.weighted([
    [1, 6],
    [2, 3],
    [3, 1],
  ]);
  const failures = Array.from({ length: count }, (_, i) =>
    failedLogin(random, begins - (count - i) * random.int(6, 20) * 1000, person, place),
  );
  if (random.chance(0.5)) return failures;
  const ends = begins + random.int(3, 12) * MINUTE_MS;
  return [...failures, ...visitEvents(random, { person, ...place, begins, steps: [], ends })];
}
