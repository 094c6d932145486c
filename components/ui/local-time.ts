import { DEFAULT_LOCALE, keptFormat } from "./kept-format.ts";

const DAY_MS = 24 * 3_600_000;

const clockFormat = keptFormat(
  (_locale, timeZone) =>
    new Intl.DateTimeFormat("en-GB", {
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
      hourCycle: "h23",
      timeZone,
    }),
);

/** How far the clocks of a zone are ahead of UTC at an instant. */
function aheadOfUtcMs(atMs: number, timeZone: string | undefined): number {
  const parts = clockFormat(DEFAULT_LOCALE, timeZone).formatToParts(atMs);
  const of = (wanted: string) => Number(parts.find(({ type }) => type === wanted)?.value);
  const clock = Date.UTC(
    of("year"),
    of("month") - 1,
    of("day"),
    of("hour"),
    of("minute"),
    of("second"),
  );
  return clock - Math.floor(atMs / 1_000) * 1_000;
}

/** An instant as a `datetime-local` field shows it; without a zone in the browser's own. */
export function toLocalField(instant: string | null, timeZone?: string): string {
  if (!instant) return "";
  const at = Date.parse(instant);
  return new Date(at + aheadOfUtcMs(at, timeZone)).toISOString().slice(0, 16);
}

/** What a `datetime-local` field means. */
export type LocalTime = {
  /** ISO 8601, the earliest first: two on the night when the clocks go back. */
  instants: readonly string[];
  /** No clock shows it, because the clocks go forward over it; the instant is as much later. */
  isSkipped: boolean;
};

/** What the field means in a zone; null when it is empty or incomplete. */
export function readLocalField(text: string, timeZone?: string): LocalTime | null {
  const clock = text === "" ? Number.NaN : Date.parse(`${text}Z`);
  if (Number.isNaN(clock)) return null;
  // Clocks change by a day at most, and not twice within days.
  const before = aheadOfUtcMs(clock - 2 * DAY_MS, timeZone);
  const after = aheadOfUtcMs(clock + 2 * DAY_MS, timeZone);
  const found = [...new Set([before, after])]
    .map((ahead) => ({ at: clock - ahead, ahead }))
    .filter(({ at, ahead }) => aheadOfUtcMs(at, timeZone) === ahead)
    .map(({ at }) => at)
    .sort((a, b) => a - b);
  const instants = (found.length > 0 ? found : [clock - before]).map((at) =>
    new Date(at).toISOString(),
  );
  return { instants, isSkipped: found.length === 0 };
}

/** How far a zone is ahead of UTC at an instant: "UTC+2", "UTC−3:30". */
export function offsetWords(instant: string, timeZone?: string): string {
  const minutes = Math.round(aheadOfUtcMs(Date.parse(instant), timeZone) / 60_000);
  if (minutes === 0) return "UTC";
  const size = Math.abs(minutes);
  const rest = size % 60 === 0 ? "" : `:${String(size % 60).padStart(2, "0")}`;
  return `UTC${minutes < 0 ? "−" : "+"}${Math.floor(size / 60)}${rest}`;
}
