import type { UsageDays } from "#lib/governance/unused/schema";

const DAY_MS = 86_400_000;

/** Whether nothing is known of some of the last days; the first recorded day may be half a day. */
export function isShort(since: string, days: UsageDays, now: number): boolean {
  return now - Date.parse(`${since}T00:00:00Z`) < (days - 1) * DAY_MS;
}
