import { MINUTE_MS } from "../calendar.ts";
import { type Company, playerOf } from "../company.ts";
import { userAgents } from "../devices.ts";
import type { DemoEvent } from "../event.ts";
import { guessingAddress } from "../locations.ts";
import { failedLogin } from "../visit.ts";

export const GUESSES = 6;
const MINUTES_AGO = 157;

/** A few hours ago: somebody tries six passwords for the executive's account and gives up. */
export function passwordGuessingEvents(company: Company, now: number): DemoEvent[] {
  const random = company.random.fork("password guessing");
  const person = playerOf(company, "executive");
  const place = { ip: guessingAddress, userAgent: userAgents.firefoxOnWindows };
  let at = now - MINUTES_AGO * MINUTE_MS;
  return Array.from({ length: GUESSES }, () => {
    at += random.int(18, 75) * 1000;
    return failedLogin(random, at, person, place);
  });
}
