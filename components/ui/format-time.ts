import { DEFAULT_LOCALE, keptFormat } from "./kept-format.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const relativeFormat = keptFormat(
  (locale) => new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "long" }),
);

const toTheMinute = {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
} as const;

const minuteFormat = keptFormat(
  (locale, timeZone) => new Intl.DateTimeFormat(locale, { ...toTheMinute, timeZone }),
);

const recentFormat = keptFormat((locale, timeZone) => {
  const { year: _year, ...parts } = toTheMinute;
  return new Intl.DateTimeFormat(locale, { ...parts, timeZone });
});

const dateFormat = keptFormat(
  (locale, timeZone) => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone }),
);

const absoluteFormat = keptFormat(
  (locale, timeZone) =>
    new Intl.DateTimeFormat(locale, {
      ...toTheMinute,
      second: "2-digit",
      timeZoneName: "short",
      timeZone,
    }),
);

const clockFormat = keptFormat(
  (locale, timeZone) =>
    new Intl.DateTimeFormat(locale, {
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      timeZone,
    }),
);

const hourFormat = keptFormat(
  (locale, timeZone) =>
    new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", timeZone }),
);

const shortDayFormat = keptFormat(
  (locale, timeZone) =>
    new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone }),
);

/** Completed units of the past; a key made a moment ago for 90 days expires "in 3 months". */
function whole(units: number): number {
  return units < 0 ? Math.ceil(units) : Math.round(units);
}

/** Our clock ticks every 15 seconds and the server's may run ahead: that is not the future yet. */
const CLOCK_SLACK = 30 * SECOND;

/** English says it more kindly than "now". */
function justNow(locale: string): string {
  return /^en\b/.test(locale) ? "just now" : relativeFormat(locale).format(0, "second");
}

/**
 * "3 minutes ago", "in 5 days"; "just now" for the last ten seconds. What is over a week past is
 * told by its date: "3 years ago" would make a list of old events useless. The year is left out while
 * nobody could take it for another.
 */
export function formatRelative(
  atMs: number,
  nowMs: number,
  timeZone?: string,
  locale = DEFAULT_LOCALE,
): string {
  const delta = atMs - nowMs;
  const distance = Math.abs(delta);
  const relative = relativeFormat(locale);
  if (delta > -10 * SECOND && delta < CLOCK_SLACK) return justNow(locale);
  if (distance < MINUTE) return relative.format(whole(delta / SECOND), "second");
  if (distance < HOUR) return relative.format(whole(delta / MINUTE), "minute");
  if (distance < DAY) return relative.format(whole(delta / HOUR), "hour");
  if (delta < -7 * DAY) return formatPast(atMs, distance, timeZone, locale);
  if (distance < 30 * DAY) return relative.format(whole(delta / DAY), "day");
  if (distance < 365 * DAY) return relative.format(whole(delta / (30 * DAY)), "month");
  return relative.format(whole(delta / (365 * DAY)), "year");
}

const YEAR_IS_SAID = 300 * DAY;

/** "22 Nov, 20:01" or, long past, "22 Nov 2024": as wide as a column of times can afford. */
function formatPast(atMs: number, distance: number, timeZone: string | undefined, locale: string) {
  const format = distance < YEAR_IS_SAID ? recentFormat : dateFormat;
  return format(locale, timeZone).format(atMs);
}

/** "22 Nov 2026, 20:01". */
export function formatMinute(atMs: number, timeZone?: string, locale = DEFAULT_LOCALE): string {
  return minuteFormat(locale, timeZone).format(atMs);
}

/** "22 Nov 2026, 20:01:07 UTC": the whole instant, for titles and details. */
export function formatAbsolute(atMs: number, timeZone?: string, locale = DEFAULT_LOCALE): string {
  return absoluteFormat(locale, timeZone).format(atMs);
}

/** "22 Nov 2026, 20:01 – 21:15". */
export function formatMinuteRange(
  fromMs: number,
  toMs: number,
  timeZone?: string,
  locale = DEFAULT_LOCALE,
): string {
  return minuteFormat(locale, timeZone).formatRange(fromMs, toMs);
}

/** "14:03:27". */
export function formatClock(atMs: number, timeZone: string, locale: string): string {
  return clockFormat(locale, timeZone).format(atMs);
}

/** "14:00". */
export function formatHour(atMs: number, timeZone: string, locale: string): string {
  return hourFormat(locale, timeZone).format(atMs);
}

/** "22 Nov 2026": the day in UTC, in which whatever is counted by day is. */
export function formatDay(atMs: number, locale: string): string {
  return dateFormat(locale, "UTC").format(atMs);
}

/** "22 Nov": the same where space is scarce. */
export function formatShortDay(atMs: number, locale: string): string {
  return shortDayFormat(locale, "UTC").format(atMs);
}
