import { parseTimeRange } from "#components/data-table/time-range.ts";

/** The URL parameter that holds the moment a page is about. */
export const MOMENT_PARAM = "at";

/** A moment in the past, now (`at` is absent), or why what the URL says is neither. */
export type Moment = { at?: string; message?: string };

/** Reads a moment out of a URL: it may have been typed, cut short or made up. */
export function parseMoment(text: string | undefined, nowMs: number): Moment {
  if (!text) return {};
  const parsed = parseTimeRange({ from: text });
  if (!parsed.ok) return { message: parsed.message };
  const at = parsed.range.kind === "custom" ? parsed.range.from : null;
  if (at === null) return {};
  if (Date.parse(at) > nowMs) {
    return { message: "This moment is still to come. Choose one in the past." };
  }
  return { at };
}
