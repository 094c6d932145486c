export const DAY_MS = 24 * 3_600_000;
export const MINUTE_MS = 60_000;

/** A calendar day as whole days since 1970-01-01, whatever the time zone. */
export type Day = number;

export type Country = "US" | "DE" | "SG" | "CA";

/** 0 is Sunday, as in `Date`. */
export function weekdayOf(day: Day): number {
  return (((day + 4) % 7) + 7) % 7;
}

export function isWeekend(day: Day): boolean {
  const weekday = weekdayOf(day);
  return weekday === 0 || weekday === 6;
}

/** The day itself, or the Friday before a weekend. */
export function workdayBefore(day: Day): Day {
  return isWeekend(day) ? workdayBefore(day - 1) : day;
}

/** The day's date, e.g. `2026-11-22`. */
export function dateOf(day: Day): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The last day at or before `day` that is this weekday. */
export function lastWeekday(day: Day, weekday: number): Day {
  return day - ((weekdayOf(day) - weekday + 7) % 7);
}

function dayOf(year: number, month: number, date: number): Day {
  return Date.UTC(year, month - 1, date) / DAY_MS;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/** Milliseconds by which clocks in the zone are ahead of UTC, at noon of that day. */
function offsetAt(day: Day, timeZone: string): number {
  const key = `${timeZone} ${day}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  formats.set(timeZone, format);
  const parts = format.formatToParts(day * DAY_MS + DAY_MS / 2);
  const name = parts.find((part) => part.type === "timeZoneName")?.value ?? "GMT";
  const [, sign, hours, minutes] = /GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
  const ahead = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * MINUTE_MS;
  const offset = sign === "-" ? -ahead : ahead;
  offsets.set(key, offset);
  return offset;
}

/**
 * The instant at which clocks in the zone show so many minutes after midnight of that day. In the
 * night in which the clocks change it may be an hour off, which no demo needs to know.
 */
export function instantOf(day: Day, minutes: number, timeZone: string): number {
  return Math.round(day * DAY_MS + minutes * MINUTE_MS - offsetAt(day, timeZone));
}

/** Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher). */
function easterOf(year: number): Day {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = b - Math.floor(b / 4);
  const e = Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3);
  const h = (19 * a + d - e + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return dayOf(year, Math.floor(n / 31), (n % 31) + 1);
}

/** The nth (1 to 4) such weekday of a month; -1 for the last. */
function nthWeekday(year: number, month: number, weekday: number, nth: number): Day {
  if (nth < 0) return lastWeekday(dayOf(year, month + 1, 0), weekday);
  const first = dayOf(year, month, 1);
  return first + ((weekday - weekdayOf(first) + 7) % 7) + 7 * (nth - 1);
}

/** The holidays that follow the Gregorian calendar; those of the moon would need tables. */
const holidaysOf: Record<Country, (year: number) => Day[]> = {
  US: (year) => [
    dayOf(year, 1, 1),
    nthWeekday(year, 1, 1, 3),
    nthWeekday(year, 2, 1, 3),
    nthWeekday(year, 5, 1, -1),
    dayOf(year, 6, 19),
    dayOf(year, 7, 4),
    nthWeekday(year, 9, 1, 1),
    nthWeekday(year, 11, 4, 4),
    nthWeekday(year, 11, 4, 4) + 1,
    dayOf(year, 12, 24),
    dayOf(year, 12, 25),
  ],
  DE: (year) => [
    dayOf(year, 1, 1),
    easterOf(year) - 2,
    easterOf(year) + 1,
    dayOf(year, 5, 1),
    easterOf(year) + 39,
    easterOf(year) + 50,
    dayOf(year, 10, 3),
    dayOf(year, 12, 24),
    dayOf(year, 12, 25),
    dayOf(year, 12, 26),
    dayOf(year, 12, 31),
  ],
  SG: (year) => [
    dayOf(year, 1, 1),
    easterOf(year) - 2,
    dayOf(year, 5, 1),
    dayOf(year, 8, 9),
    dayOf(year, 12, 25),
  ],
  CA: (year) => [
    dayOf(year, 1, 1),
    nthWeekday(year, 2, 1, 3),
    easterOf(year) - 2,
    dayOf(year, 7, 1),
    nthWeekday(year, 8, 1, 1),
    nthWeekday(year, 9, 1, 1),
    nthWeekday(year, 10, 1, 2),
    dayOf(year, 11, 11),
    dayOf(year, 12, 25),
    dayOf(year, 12, 26),
  ],
};

const holidays = new Map<string, ReadonlySet<Day>>();

export function isHoliday(day: Day, country: Country): boolean {
  const year = new Date(day * DAY_MS).getUTCFullYear();
  const key = `${country} ${year}`;
  const known = holidays.get(key) ?? new Set(holidaysOf[country](year));
  holidays.set(key, known);
  return known.has(day);
}
