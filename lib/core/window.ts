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

type Dates = { startsAt: Date | null; endsAt: Date | null };

/**
 * One window for what somebody has twice: the one that is not over, and of two that are not, from when the
 * first begins until the last ends. So nothing that either gives is lost.
 * @param now in milliseconds since 1970.
 */
export function mergeWindows(one: Dates, other: Dates, now = Date.now()): Dates {
  const isOver = ({ endsAt }: Dates) => endsAt !== null && endsAt.getTime() <= now;
  if (isOver(one) !== isOver(other)) {
    const { startsAt, endsAt } = isOver(one) ? other : one;
    return { startsAt, endsAt };
  }
  const [first, last] = [one, other].sort(
    (a, b) => (a.startsAt?.getTime() ?? 0) - (b.startsAt?.getTime() ?? 0),
  ) as [Dates, Dates];
  const ends = [first.endsAt, last.endsAt];
  const endsAt = ends.some((each) => each === null)
    ? null
    : new Date(Math.max(...ends.map((each) => each?.getTime() ?? 0)));
  return { startsAt: first.startsAt, endsAt };
}
