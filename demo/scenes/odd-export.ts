import { dateOf, instantOf, lastWeekday, MINUTE_MS } from "../calendar.ts";
import { type Company, playerOf } from "../company.ts";
import { userAgents } from "../devices.ts";
import type { Deed, DemoEvent } from "../event.ts";
import { oddExportAddress, offices } from "../locations.ts";
import { visitEvents } from "../visit.ts";

/**
 * Last Sunday but at least five days ago, 02:40: somebody who has given notice takes all customers
 * along, from an address and a device that nobody knows of them.
 */
export function oddExportEvents(company: Company): DemoEvent[] {
  const person = playerOf(company, "notice");
  const random = company.random.fork("odd export");
  const sunday = lastWeekday(company.today - 5, 0);
  const { timeZone } = offices[person.office];
  const at = (minutes: number) => instantOf(sunday, minutes + random.next(), timeZone);
  const exported = {
    type: "export",
    id: `exp_${random.hex(10)}`,
    name: "All customers and contacts",
  };
  const list = { type: "list", id: "customers", name: "Customers" };
  const deed = (action: string, target: Deed["target"], details?: Record<string, unknown>) =>
    ({ source: "crm", action, ...(target && { target }), ...(details && { details }) }) as const;
  const night = visitEvents(random, {
    person,
    ip: oddExportAddress,
    userAgent: userAgents.safariOnMac,
    begins: at(2 * 60 + 31),
    steps: [
      { at: at(2 * 60 + 33), deed: deed("list.opened", list, { filter: null }) },
      { at: at(2 * 60 + 36), deed: deed("list.opened", list, { filter: null, columns: "all" }) },
      {
        at: at(2 * 60 + 40),
        deed: deed("export.created", exported, { format: "csv", filter: null, rows: 4_812 }),
      },
      { at: at(2 * 60 + 43), deed: deed("export.downloaded", exported, { megabytes: 6.4 }) },
    ],
    ends: at(2 * 60 + 47),
  });
  return [...noticeEvents(company, sunday), ...night];
}

/** Nine days before, a Friday: the People department writes down that the person leaves. */
function noticeEvents(company: Company, sunday: number): DemoEvent[] {
  const { id, name, office } = playerOf(company, "notice");
  const random = company.random.fork("notice");
  const clerk = company.people.find((person) => person.department === "people");
  if (!clerk) return [];
  const place = { ip: clerk.home, userAgent: clerk.devices.laptop };
  const at = instantOf(sunday - 9, random.between(11 * 60, 11 * 60 + 40), offices[office].timeZone);
  const deed: Deed = {
    source: "people",
    action: "notice.recorded",
    target: { type: "employee", id, name },
    details: { before: { lastDay: null }, after: { lastDay: dateOf(sunday + 19) } },
    reason: "Given by the employee.",
  };
  const steps = [{ at: at + 4 * MINUTE_MS, deed }];
  return visitEvents(random, { person: clerk, ...place, begins: at, steps, ends: null });
}
