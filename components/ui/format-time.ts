const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "long" });

/** Our clock ticks every 15 seconds and the server's may run ahead: that is not the future yet. */
const CLOCK_SLACK = 30 * SECOND;

/** "3 minutes ago", "in 5 days"; "just now" for the last ten seconds. */
export function formatRelative(atMs: number, nowMs: number): string {
  const delta = atMs - nowMs;
  const distance = Math.abs(delta);
  if (delta > -10 * SECOND && delta < CLOCK_SLACK) return "just now";
  if (distance < MINUTE) return relative.format(Math.round(delta / SECOND), "second");
  if (distance < HOUR) return relative.format(Math.trunc(delta / MINUTE), "minute");
  if (distance < DAY) return relative.format(Math.trunc(delta / HOUR), "hour");
  if (distance < 30 * DAY) return relative.format(Math.trunc(delta / DAY), "day");
  if (distance < 365 * DAY) return relative.format(Math.trunc(delta / (30 * DAY)), "month");
  return relative.format(Math.trunc(delta / (365 * DAY)), "year");
}

/** "22 Nov 2026, 20:01:07 UTC": the whole instant, for titles and details. */
export function formatAbsolute(atMs: number, timeZone?: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
    timeZone,
  }).format(atMs);
}
