import type { Random } from "../lib/core/random.ts";
import { dateOf, instantOf, lastWeekday } from "./calendar.ts";
import type { Company } from "./company.ts";
import { userAgents } from "./devices.ts";
import { type Circumstances, type Deed, type DemoEvent, makeEvent } from "./event.ts";
import { circumstancesOfKey, type DemoApiKey } from "./keys.ts";
import { pickInvoice } from "./world.ts";

const TIME_ZONE = "America/New_York";

function system(id: string, name: string): Circumstances {
  return { actor: { type: "system", id, name }, ip: null, userAgent: null, sessionId: null };
}

const billingScheduler = system("billing-scheduler", "Billing scheduler");
const backups = system("backup-runner", "Backup runner");
const reporter = system("report-runner", "Report runner");

/** What runs by itself: invoices on the first of the month, reminders, backups, synchronisation. */
export function automationEvents(company: Company, sync: DemoApiKey): DemoEvent[] {
  const events: DemoEvent[] = [];
  for (let day = company.firstDay; day <= company.today + 1; day++) {
    const random = company.random.fork(`automation ${day}`);
    const make = (minutes: number, who: Circumstances, deed: Deed) =>
      events.push(makeEvent(random, instantOf(day, minutes, TIME_ZONE), who, deed));
    make(60 + random.int(0, 9), backups, backup(random, day));
    for (let i = random.int(2, 6); i > 0; i--) {
      const { id, name } = pickInvoice(random, day - 30);
      const target = { type: "invoice", id, name };
      make(6 * 60 + i, billingScheduler, { source: "billing", action: "reminder.sent", target });
    }
    if (lastWeekday(day, 1) === day) make(5 * 60, reporter, weeklyReport(random, day));
    if (dateOf(day).endsWith("-01")) events.push(...invoiceRun(company, random, day));
    for (let hour = 0; hour < 24; hour += 3) {
      const who = circumstancesOfKey(sync, userAgents.erpSync);
      make(hour * 60 + 7 + random.int(0, 2), who, synchronisation(random));
    }
  }
  return events;
}

function backup(random: Random, day: number): Deed {
  const target = { type: "backup", id: `backup-${dateOf(day)}`, name: `Nightly ${dateOf(day)}` };
  const done = { source: "infrastructure", action: "backup.finished", target } as const;
  if (random.chance(0.97)) return { ...done, details: { gigabytes: random.int(418, 446) } };
  return { ...done, outcome: "failure", reason: "The storage did not answer in time." };
}

function weeklyReport(random: Random, day: number): Deed {
  const target = {
    type: "report",
    id: `weekly-${dateOf(day)}`,
    name: `Week to ${dateOf(day - 1)}`,
  };
  const details = { recipients: random.int(9, 12) };
  return { source: "reports", action: "report.sent", target, details };
}

function invoiceRun({ world }: Company, random: Random, day: number): DemoEvent[] {
  const begins = instantOf(day, 3 * 60, TIME_ZONE);
  return world.customers
    .filter(() => random.chance(0.7))
    .map((customer, i) => {
      const { id, name } = pickInvoice(random, day);
      const details = {
        customer: customer.name,
        amountCents: customer.seats * 4_900,
        currency: customer.currency,
      };
      const target = { type: "invoice", id, name };
      const deed: Deed = { source: "billing", action: "invoice.created", target, details };
      const at = begins + i * 9_000;
      return makeEvent(random, at, billingScheduler, deed);
    });
}

function synchronisation(random: Random): Deed {
  const changed = random.int(0, 60);
  const target = { type: "dataset", id: "customers", name: "Customers" };
  const done = { source: "crm", action: "customers.synchronised", target } as const;
  if (random.chance(0.985)) return { ...done, details: { changed } };
  return { ...done, outcome: "failure", reason: "The ERP answered 503." };
}
