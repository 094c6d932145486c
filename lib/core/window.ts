import { z } from "zod";
import { reasonField } from "./reason.ts";

const moment = z.iso.datetime({ offset: true }).nullable().default(null);

/** From when until when something is given, and why; null is at once, and for good. */
export const windowFields = {
  startsAt: moment,
  endsAt: moment,
  reason: reasonField,
};

/** Whether a window ends after it begins, and not in the past. */
export function endsLater(window: { startsAt: string | null; endsAt: string | null }): boolean {
  if (window.endsAt === null) return true;
  const endsAt = Date.parse(window.endsAt);
  return endsAt > Date.now() && (window.startsAt === null || endsAt > Date.parse(window.startsAt));
}

/** What to say when `endsLater` says no. */
export const ENDS_TOO_EARLY = "It must end after it begins, and in the future.";

/** The same for zod's `refine`, which takes the message out of it. */
export const endsTooEarly = { message: ENDS_TOO_EARLY, path: ["endsAt"] };

/** A stored window as an audit event keeps it. */
export function windowOf({ startsAt, endsAt }: { startsAt: Date | null; endsAt: Date | null }) {
  return { startsAt: startsAt?.toISOString() ?? null, endsAt: endsAt?.toISOString() ?? null };
}

/** Whether what is given for a time is over. */
export function hasEnded({ endsAt }: { endsAt: string | null }): boolean {
  return endsAt !== null && Date.parse(endsAt) <= Date.now();
}
