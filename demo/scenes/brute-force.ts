import type { Random } from "../../lib/core/random.ts";
import { type Day, instantOf, lastWeekday } from "../calendar.ts";
import { type Company, playerOf } from "../company.ts";
import { userAgents } from "../devices.ts";
import { type Deed, type DemoEvent, denialOf } from "../event.ts";
import { attackAddresses, offices } from "../locations.ts";
import { isEmployed } from "../people.ts";
import { failedLogin, type Place, type Visit, visitEvents } from "../visit.ts";
import { pickInvoice } from "../world.ts";

export const ATTACK_FAILURES = 600;
/** So seldom that the log-in never makes anybody wait, who tries no account more often than this. */
const VICTIM_EVERY = 50;
const SECONDS_BETWEEN = 2;

type Step = Visit["steps"][number];

/**
 * About three weeks ago, at night: passwords tried for twenty minutes from six addresses abroad, on
 * everybody a few and on one account more, until one fits. Then somebody looks
 * around in the billing program; in the morning the security officer ends the session.
 */
export function bruteForceEvents(company: Company): DemoEvent[] {
  const day = lastWeekday(company.today - 18, 3);
  const victim = playerOf(company, "victim");
  const random = company.random.fork("brute force");
  const begins = instantOf(day, 2 * 60 + 12.4, offices[victim.office].timeZone);
  const others = company.people.filter((person) => person !== victim && isEmployed(person, day));
  const failures = Array.from({ length: ATTACK_FAILURES }, (_, i) => {
    const at = begins + i * SECONDS_BETWEEN * 1000;
    const account = i % VICTIM_EVERY === 0 ? victim : others[i % others.length];
    return failedLogin(random, at, account ?? victim, attackPlace(i));
  });
  const inside = begins + ATTACK_FAILURES * SECONDS_BETWEEN * 1000;
  const intrusion = visitEvents(random, {
    person: victim,
    ...attackPlace(2),
    begins: inside,
    steps: lookAround(company, random, day, inside),
    ends: null,
  });
  const sessionId = intrusion[0]?.sessionId ?? "";
  return [...failures, ...intrusion, ...responseEvents(company, random, day, sessionId)];
}

function attackPlace(i: number): Place {
  const which = i % attackAddresses.length;
  const ip = attackAddresses[which] ?? attackAddresses[0];
  return { ip, userAgent: which < 2 ? userAgents.pythonRequests : userAgents.oldChromeOnWindows };
}

/** A quarter of an hour of reading: too much, too fast, and things that the person never opens. */
function lookAround({ world }: Company, random: Random, day: Day, begins: number): Step[] {
  const documents = world.documents.filter(({ name }) =>
    /agreement|Budget|Board|Pricing/.test(name),
  );
  const invoices = Array.from({ length: 34 }, () => pickInvoice(random, day));
  const read =
    (source: "billing" | "documents", action: string, type: string) =>
    ({ id, name }: { id: string; name: string }): Deed => ({
      source,
      action,
      target: { type, id, name },
    });
  const deeds: Deed[] = [
    denialOf("audit.read"),
    denialOf("api_key.read"),
    ...invoices.map(read("billing", "invoice.viewed", "invoice")),
    denialOf("api_key.create"),
    ...documents.slice(0, 14).map(read("documents", "document.downloaded", "document")),
    ...world.customers.slice(0, 18).map(read("billing", "payment_method.viewed", "customer")),
  ];
  let at = begins;
  return deeds.map((deed) => {
    at += random.int(4, 22) * 1000;
    return { at, deed };
  });
}

/** What the security officer did about it when the day began. */
function responseEvents(
  company: Company,
  random: Random,
  day: Day,
  sessionId: string,
): DemoEvent[] {
  const officer = playerOf(company, "officer");
  const { id: userId, name } = playerOf(company, "victim");
  const begins = instantOf(
    day,
    random.between(7 * 60 + 35, 7 * 60 + 45),
    offices[officer.office].timeZone,
  );
  const report = { type: "document", id: `doc_${random.hex(10)}`, name: "Incident report log-ins" };
  return visitEvents(random, {
    person: officer,
    ip: officer.home,
    userAgent: officer.devices.laptop,
    begins,
    steps: [
      {
        at: begins + random.int(540, 620) * 1000,
        deed: {
          source: "portal",
          action: "session.revoked",
          target: { type: "session", id: sessionId, name },
          details: { userId },
        },
      },
      {
        at: begins + random.int(2_400, 2_500) * 1000,
        deed: { source: "documents", action: "document.created", target: report },
      },
    ],
    ends: begins + random.int(4_000, 4_300) * 1000,
  });
}
