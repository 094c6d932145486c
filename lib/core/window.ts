import { z } from "zod";

const moment = z.iso.datetime({ offset: true }).nullable().default(null);

/** From when until when something is given, and why; null is at once, and for good. */
export const windowFields = {
  startsAt: moment,
  endsAt: moment,
  reason: z.string().trim().max(300, "Use at most 300 characters.").default(""),
};

/** Whether a window ends after it begins, and not in the past. */
export function endsLater(window: { startsAt: string | null; endsAt: string | null }): boolean {
  if (window.endsAt === null) return true;
  const endsAt = Date.parse(window.endsAt);
  return endsAt > Date.now() && (window.startsAt === null || endsAt > Date.parse(window.startsAt));
}

/** What to say when `endsLater` says no; for zod's `refine`. */
export const endsTooEarly = {
  message: "It must end after it begins, and in the future.",
  path: ["endsAt"],
};
