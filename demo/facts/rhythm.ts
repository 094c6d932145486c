import { DAY_MS, instantOf, isHoliday, isWeekend, MINUTE_MS } from "../calendar.ts";
import { offices } from "../locations.ts";
import type { CompanyPlan } from "../plan.ts";

const OPENS = 7 * 60;
const CLOSES = 19 * 60;
const WEEKEND = 0.08;

/** How much of the company is at work at a moment: 0 at night, nearly 1 at noon. */
export function rhythmAt({ offices: places }: CompanyPlan, at: number): number {
  let busy = 0;
  let all = 0;
  for (const [office, weight] of places) {
    const { country, timeZone } = offices[office];
    const { day, minutes } = localTime(at, timeZone);
    const isOff = isWeekend(day) || isHoliday(day, country);
    const share = Math.min(1, Math.max(0, (minutes - OPENS) / (CLOSES - OPENS)));
    busy += weight * Math.sin(Math.PI * share) * (isOff ? WEEKEND : 1);
    all += weight;
  }
  return busy / all;
}

function localTime(at: number, timeZone: string) {
  const utcDay = Math.floor(at / DAY_MS);
  const day = [utcDay + 1, utcDay].find((later) => instantOf(later, 0, timeZone) <= at);
  const local = day ?? utcDay - 1;
  return { day: local, minutes: (at - instantOf(local, 0, timeZone)) / MINUTE_MS };
}
