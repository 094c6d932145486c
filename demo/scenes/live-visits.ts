import type { Random } from "../../lib/core/random.ts";
import { activities } from "../activities/registry.ts";
import { MINUTE_MS } from "../calendar.ts";
import { type Company, playerOf } from "../company.ts";
import { type Department, departments } from "../departments.ts";
import { userAgents } from "../devices.ts";
import type { DemoEvent } from "../event.ts";
import { makeTravelAddress, offices } from "../locations.ts";
import { isEmployed, type Person } from "../people.ts";
import { type Place, visitEvents } from "../visit.ts";

type LiveVisit = Place & { person: Person; minutesAgo: number };

/** Sessions that began shortly before `now`, so that there are some at every hour of the week. */
export function liveVisitEvents(company: Company, now: number): DemoEvent[] {
  const random = company.random.fork("live");
  return whoIsHere(company, random).flatMap(({ person, ip, userAgent, minutesAgo }) => {
    const begins = now - minutesAgo * MINUTE_MS - random.int(1_000, 50_000);
    const steps = makeSteps(company, random, person, begins, now);
    return visitEvents(random, { person, ip, userAgent, begins, steps, ends: null });
  });
}

function whoIsHere(company: Company, random: Random): LiveVisit[] {
  const { people, cast, today } = company;
  const atOffice = ({ office, devices }: Person): Place => ({
    ip: offices[office].addresses[0],
    userAgent: devices.laptop,
  });
  const admin = playerOf(company, "admin");
  const visits: LiveVisit[] = [
    { person: admin, ip: admin.home, userAgent: userAgents.safariOnIphone, minutesAgo: 207 },
  ];
  const { officer, executive } = cast;
  if (officer) visits.push({ person: officer, ...atOffice(officer), minutesAgo: 26 });
  if (executive) {
    const userAgent = userAgents.safariOnIpad;
    visits.push({ person: executive, ip: executive.home, userAgent, minutesAgo: 84 });
  }
  const free = people.filter((person) => isEmployed(person, today) && person.roles.length === 0);
  const support = free.find((person) => person.department === "support");
  if (support) {
    visits.push({ person: support, ...atOffice(support), minutesAgo: 151 });
  }
  const seller = free.findLast((person) => person.department === "sales");
  if (seller) {
    const { phone: userAgent } = seller.devices;
    visits.push({ person: seller, ip: makeTravelAddress(random), userAgent, minutesAgo: 12 });
  }
  const engineer = free.findLast((person) => person.department === "engineering");
  if (engineer) {
    const { laptop: userAgent } = engineer.devices;
    visits.push({ person: engineer, ip: engineer.home, userAgent, minutesAgo: 318 });
  }
  return visits;
}

/** Something every half hour or so, the last time a few minutes ago. */
function makeSteps(
  { plan, world, today }: Company,
  random: Random,
  person: Person,
  begins: number,
  now: number,
) {
  const habits: Department = departments[person.department];
  const programs = habits.programs.filter(([program]) => plan.programs.includes(program));
  const steps = [];
  for (
    let at = begins + random.int(40, 200) * 1000;
    at < now - MINUTE_MS;
    at += random.int(6, 55) * MINUTE_MS
  ) {
    const source = random.weighted(programs);
    const activity = random.weighted(activities[source]);
    steps.push({ at, deed: { source, ...activity({ world, random, person, day: today }) } });
  }
  return steps;
}
