import { formatMinute, formatMinuteRange } from "#components/ui/format-time.ts";
import { DEFAULT_LOCALE } from "#components/ui/kept-format.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Ranges that end now; their ids are what the URL says (`range=24h`). */
export const timeRangePresets = [
  { id: "1h", label: "Last hour", durationMs: HOUR_MS },
  { id: "24h", label: "Last 24 hours", durationMs: DAY_MS },
  { id: "7d", label: "Last 7 days", durationMs: 7 * DAY_MS },
  { id: "30d", label: "Last 30 days", durationMs: 30 * DAY_MS },
  { id: "90d", label: "Last 90 days", durationMs: 90 * DAY_MS },
] as const;

export type TimeRangePreset = (typeof timeRangePresets)[number];

/** What the URL may say about time. `from` and `to` win over `range`. */
export type TimeRangeParams = {
  range?: string | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
};

export type TimeRange =
  | { kind: "all" }
  | { kind: "preset"; preset: TimeRangePreset }
  | { kind: "custom"; from: string | null; to: string | null };

export type TimeRangeResult = { ok: true; range: TimeRange } | { ok: false; message: string };

/** ISO 8601 with a zone: what means the same instant to everybody who opens the link. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

function toInstant(text: string): string | null {
  // A "+" that nobody escaped arrives as a space.
  const repaired = text.replace(/ (?=\d{2}:\d{2}$)/, "+");
  if (!INSTANT.test(repaired)) return null;
  const ms = Date.parse(repaired);
  // PostgreSQL knows no year 0; nothing here is older than computers.
  if (Number.isNaN(ms) || ms < 0 || !isOnCalendar(repaired)) return null;
  return new Date(ms).toISOString();
}

/** `Date.parse` takes February 30 for March 2. */
function isOnCalendar(text: string): boolean {
  const [year, month, day] = text.slice(0, 10).split("-").map(Number);
  if (year === undefined || month === undefined || day === undefined) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function unreadable(text: string): TimeRangeResult {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return {
    ok: false,
    message: `“${shown}” is not a date and time. Write it like 2026-03-01T09:00:00Z.`,
  };
}

/** Reads the range out of the URL's parameters, or says what is wrong with them. */
export function parseTimeRange(params: TimeRangeParams): TimeRangeResult {
  if (params.from || params.to) {
    const from = params.from ? toInstant(params.from) : null;
    const to = params.to ? toInstant(params.to) : null;
    if (params.from && from === null) return unreadable(params.from);
    if (params.to && to === null) return unreadable(params.to);
    if (from && to && from >= to) {
      return { ok: false, message: "The end of the time range must be after its beginning." };
    }
    return { ok: true, range: { kind: "custom", from, to } };
  }
  if (!params.range) return { ok: true, range: { kind: "all" } };
  const preset = timeRangePresets.find(({ id }) => id === params.range);
  if (preset) return { ok: true, range: { kind: "preset", preset } };
  const known = timeRangePresets.map(({ id }) => id).join(", ");
  return { ok: false, message: `This time range is not known. Choose one of ${known}.` };
}

/** The instants between which a range lies; absent where it has no end. */
export function boundsOf(range: TimeRange, nowMs: number): { from?: string; to?: string } {
  if (range.kind === "all") return {};
  if (range.kind === "preset") {
    return { from: new Date(nowMs - range.preset.durationMs).toISOString() };
  }
  return {
    ...(range.from ? { from: range.from } : {}),
    ...(range.to ? { to: range.to } : {}),
  };
}

/** The words on the filter's button; without a zone in the browser's own. */
export function describeTimeRange(
  range: TimeRange,
  timeZone?: string,
  locale = DEFAULT_LOCALE,
): string {
  if (range.kind === "all") return "All time";
  if (range.kind === "preset") return range.preset.label;
  const { from, to } = range;
  if (from && to) return formatMinuteRange(Date.parse(from), Date.parse(to), timeZone, locale);
  const at = formatMinute(Date.parse(from ?? to ?? ""), timeZone, locale);
  return from ? `Since ${at}` : `Before ${at}`;
}
