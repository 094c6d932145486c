import type { PermissionId } from "#lib/authz/catalogue/permissions";
import { DAY_MS, instantOf, workdayBefore } from "./calendar.ts";
import { type Company, playerOf } from "./company.ts";
import { userAgents } from "./devices.ts";
import { type Circumstances, type DemoEvent, makeEvent } from "./event.ts";
import { offices } from "./locations.ts";
import { type Visit, visitEvents } from "./visit.ts";

/** An API key without its secret, which is made when it is stored, and thrown away. */
export type DemoApiKey = {
  id: string;
  name: string;
  scopes: readonly PermissionId[];
  createdBy: string;
  createdAt: number;
  expiresAt: number | null;
  revokedAt: number | null;
};

/** The keys of the company's programs: one in use, one that ran out, one that was revoked. */
export type DemoApiKeys = { sync: DemoApiKey; exporter: DemoApiKey; forgotten: DemoApiKey };

/** From where the programs with keys connect. */
const serverAddress = "2001:db8:ff::25";

export function makeApiKeys(company: Company): DemoApiKeys {
  const admin = playerOf(company, "admin");
  const random = company.random.fork("api keys");
  const { timeZone } = offices[admin.office];
  const make = (name: string, scopes: PermissionId[], daysAgo: number): DemoApiKey => ({
    id: random.uuid(),
    name,
    scopes,
    createdBy: admin.id,
    createdAt: instantOf(
      workdayBefore(company.today - daysAgo),
      random.between(620, 950),
      timeZone,
    ),
    expiresAt: null,
    revokedAt: null,
  });
  const sync = make("ERP sync", ["audit.record"], 200);
  const exporter = make("Monthly finance export", ["audit.read"], 71);
  const forgotten = make("Old CRM connector", ["audit.record", "audit.read"], 64);
  const revokedOn = workdayBefore(company.today - 33);
  return {
    sync,
    exporter: { ...exporter, expiresAt: exporter.createdAt + 60 * DAY_MS },
    forgotten: {
      ...forgotten,
      revokedAt: instantOf(revokedOn, random.between(900, 960), timeZone),
    },
  };
}

/** How the programs appear that log in with a key. */
export function circumstancesOfKey({ id, name }: DemoApiKey, userAgent: string): Circumstances {
  return { actor: { type: "api_key", id, name }, ip: serverAddress, userAgent, sessionId: null };
}

/** The admin's visits to the page of the keys, and the expired key's vain attempts since. */
export function apiKeyEvents(company: Company, keys: DemoApiKeys): DemoEvent[] {
  const random = company.random.fork("api key events");
  const visits = [keys.exporter, keys.forgotten].map(({ id, name, scopes, ...key }) => {
    const expiresAt = key.expiresAt === null ? null : new Date(key.expiresAt).toISOString();
    const target = { type: "api_key", id, name };
    const details = { scopes, expiresAt };
    return adminVisit(company, key.createdAt, {
      source: "portal",
      action: "api_key.created",
      target,
      details,
    });
  });
  const { id, name, revokedAt } = keys.forgotten;
  const target = { type: "api_key", id, name };
  visits.push(
    adminVisit(company, revokedAt ?? 0, { source: "portal", action: "api_key.revoked", target }),
  );
  const refused: DemoEvent[] = [];
  const { createdAt, expiresAt } = keys.exporter;
  // It was used once a day; nobody has told the program that its key ran out.
  for (let at = (expiresAt ?? createdAt) + 9 * 3_600_000; refused.length < 14; at += DAY_MS) {
    const moment = at + random.int(0, 90_000);
    refused.push(
      makeEvent(random, moment, circumstancesOfKey(keys.exporter, userAgents.pythonRequests), {
        source: "portal",
        action: "api_key.rejected",
        outcome: "denied",
        target: { type: "api_key", id: keys.exporter.id },
        reason: "The key has expired.",
      }),
    );
  }
  return [...visits.flatMap((visit) => visitEvents(random, visit)), ...refused];
}

/** A short session of the tenant admin around one thing to do. */
export function adminVisit(
  company: Company,
  at: number,
  ...deeds: Visit["steps"][number]["deed"][]
): Visit {
  const person = playerOf(company, "admin");
  return {
    person,
    ip: offices[person.office].addresses[0],
    userAgent: person.devices.laptop,
    begins: at - 140_000,
    steps: deeds.map((deed, i) => ({ at: at + i * 45_000, deed })),
    ends: at + 200_000,
  };
}

/** The last time before `now` that the key worked. */
export function lastUse(events: readonly DemoEvent[], key: DemoApiKey): number | null {
  const used = events.findLast(
    ({ actor, deed }) => actor.id === key.id && deed.outcome !== "denied",
  );
  if (used) return used.at;
  if (key.revokedAt !== null) return key.revokedAt - 11 * DAY_MS;
  return key.expiresAt === null ? null : key.expiresAt - 15 * 3_600_000;
}
