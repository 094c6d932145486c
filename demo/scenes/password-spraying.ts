import { instantOf } from "../calendar.ts";
import { type Company, playerOf } from "../company.ts";
import { userAgents } from "../devices.ts";
import type { DemoEvent } from "../event.ts";
import { offices, sprayingAddress } from "../locations.ts";
import { isEmployed } from "../people.ts";
import { failedLogin } from "../visit.ts";

export const SPRAYED_ACCOUNTS = 12;

/** Three days ago, early: one password tried on twelve accounts from one address. */
export function passwordSprayingEvents(company: Company): DemoEvent[] {
  const random = company.random.fork("password spraying");
  const day = company.today - 3;
  const { timeZone } = offices[playerOf(company, "admin").office];
  const place = { ip: sprayingAddress, userAgent: userAgents.pythonRequests };
  const employed = company.people.filter((person) => isEmployed(person, day));
  const every = Math.floor(employed.length / SPRAYED_ACCOUNTS);
  const accounts = employed.filter((_, i) => i % every === 0).slice(0, SPRAYED_ACCOUNTS);
  let at = instantOf(day, 5 * 60 + 12.7, timeZone);
  return accounts.map((person) => {
    at += random.int(11, 34) * 1000;
    return failedLogin(random, at, person, place);
  });
}
