import { Random } from "../lib/core/random.ts";
import {
  accountCreatedAt,
  administrationEvents,
  roleAssignedAt,
  roleCreatedAt,
} from "./administration.ts";
import { automationEvents } from "./automation.ts";
import { DAY_MS } from "./calendar.ts";
import { type Company, playerOf } from "./company.ts";
import type { DemoEvent } from "./event.ts";
import { type CacheFact, cacheFacts } from "./facts/caches.ts";
import { type RequestFact, requestFacts } from "./facts/requests.ts";
import { type UptimeFact, uptimeFacts } from "./facts/uptime.ts";
import { apiKeyEvents, type DemoApiKey, lastUse, makeApiKeys } from "./keys.ts";
import { makeOwnRoles, type OwnRole } from "./own-roles.ts";
import { makeStaff, type Person } from "./people.ts";
import type { CompanyPlan, Part } from "./plan.ts";
import { bruteForceEvents } from "./scenes/brute-force.ts";
import { liveVisitEvents } from "./scenes/live-visits.ts";
import { oddExportEvents } from "./scenes/odd-export.ts";
import { passwordGuessingEvents } from "./scenes/password-guessing.ts";
import { passwordSprayingEvents } from "./scenes/password-spraying.ts";
import { recentMistakeEvents } from "./scenes/recent-mistakes.ts";
import { type DemoSession, sessionsOf } from "./sessions.ts";
import { workdayEvents } from "./workday.ts";
import { makeWorld } from "./world.ts";

/** How far back the demo goes. */
export const DEMO_DAYS = 90;
/** Another seed, another demo. */
const SEED = "gatehouse demo 1";

type SceneName = CompanyPlan["scenes"][number];

/** The scenes that are nothing but events. */
const scenes: Partial<Record<SceneName, (company: Company, now: number) => DemoEvent[]>> = {
  "brute-force": bruteForceEvents,
  "odd-export": oddExportEvents,
  "password-guessing": passwordGuessingEvents,
  "password-spraying": passwordSprayingEvents,
};

type DemoUser = Omit<Person, "roles"> & {
  createdAt: number;
  status: "active" | "disabled";
  roles: { role: string; name: string; assignedAt: number }[];
};

/** Everything about a demo tenant but its secrets. Times are in milliseconds since 1970. */
export type DemoTenant = {
  id: string;
  slug: string;
  name: string;
  createdAt: number;
  users: DemoUser[];
  cast: Partial<Record<Part, Person>>;
  /** The roles of its own making. */
  roles: (Omit<OwnRole, "day"> & { createdAt: number })[];
  apiKeys: (DemoApiKey & { lastUsedAt: number | null })[];
  sessions: DemoSession[];
  /** In the order in which they occurred. */
  events: DemoEvent[];
  /** The process of the server that measured the facts. */
  instance: string;
  requests: RequestFact[];
  caches: CacheFact[];
};

/**
 * Makes a tenant with 90 days of history up to `now`. The same plan on the same day (UTC) gives the
 * same data; a later hour adds what happened since, and moves the sessions that are live.
 */
export function generateTenant(plan: CompanyPlan, now: number): DemoTenant {
  const company = makeCompany(plan, Math.floor(now / DAY_MS));
  const keys = plan.scenes.includes("automation") ? makeApiKeys(company) : null;
  const events = [
    ...everydayEvents(company),
    ...administrationEvents(company),
    ...(keys ? [...apiKeyEvents(company, keys), ...automationEvents(company, keys.sync)] : []),
    ...sceneEvents(company, now),
    ...recentMistakeEvents(company),
    ...liveVisitEvents(company, now),
  ];
  // A tie is broken by the id, so that the order does not depend on how the events were made.
  const past = events
    .filter(({ at }) => at >= company.firstDay * DAY_MS && at < now)
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const { users, createdAt } = makeUsers(company);
  return {
    id: company.random.fork("tenant").uuid(),
    slug: plan.slug,
    name: plan.name,
    createdAt,
    users,
    cast: company.cast,
    roles: company.ownRoles.map(({ day, ...role }) => ({
      ...role,
      createdAt: roleCreatedAt(company, { ...role, day }),
    })),
    apiKeys: Object.values(keys ?? {}).map((key) => ({ ...key, lastUsedAt: lastUse(past, key) })),
    sessions: sessionsOf(past, now),
    events: past,
    instance: company.random.fork("instance").uuid(),
    requests: requestFacts(company, past, now),
    caches: cacheFacts(company, now),
  };
}

/** The checks of the installation, as deterministic as its tenants. */
export function generateUptime(now: number): UptimeFact[] {
  return uptimeFacts(new Random(`${SEED}/uptime`), now);
}

function sceneEvents(company: Company, now: number): DemoEvent[] {
  return company.plan.scenes.flatMap((scene) => scenes[scene]?.(company, now) ?? []);
}

function makeCompany(plan: CompanyPlan, today: number): Company {
  const random = new Random(`${SEED}/${plan.seed}`);
  const staff = makeStaff(plan, random.fork("staff"), today, DEMO_DAYS);
  const ownRoles = makeOwnRoles(plan.ownRoles, staff, random.fork("own roles"), today);
  const world = makeWorld(plan, random, staff.people);
  const firstDay = today - DEMO_DAYS + 1;
  return { ...staff, ownRoles, plan, random, world, firstDay, today, days: DEMO_DAYS };
}

/** Until tomorrow: in the east it begins while it is still today in UTC. */
function everydayEvents(company: Company): DemoEvent[] {
  const events: DemoEvent[] = [];
  for (const person of company.people) {
    for (let day = company.firstDay; day <= company.today + 1; day++) {
      for (const event of workdayEvents(company, person, day)) events.push(event);
    }
  }
  return events;
}

/** The admin's own account was made with the tenant; all others later, by the admin. */
function makeUsers(company: Company): { users: DemoUser[]; createdAt: number } {
  const admin = playerOf(company, "admin");
  const created = company.people.map((person) => accountCreatedAt(company, person));
  const createdAt = Math.min(...created) - DAY_MS;
  const users = company.people.map((person, i): DemoUser => {
    const left = person.lastDay !== null && person.lastDay < company.today;
    const ownCreation = person === admin ? createdAt : (created[i] ?? createdAt);
    const roles = person.roles.map((held) => ({
      role: held.role,
      name: held.name,
      assignedAt: roleAssignedAt(company, person, held),
    }));
    return { ...person, roles, createdAt: ownCreation, status: left ? "disabled" : "active" };
  });
  return { users, createdAt };
}
