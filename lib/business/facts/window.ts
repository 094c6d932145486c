const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Facts are kept by slots of five minutes; a part of a window always ends where a slot does. */
export const SLOT_MS = 5 * MINUTE_MS;

/** A half-open span of time, in milliseconds since 1970. */
export type Span = { from: number; to: number };

/**
 * The period that a KPI covers. It ends with the slot or day that is still running, so that values
 * move; `closed` and `previous` are whole and equally long, so that they can be compared.
 */
export type Window = {
  now: number;
  current: Span;
  closed: Span;
  previous: Span;
  /** Equal parts of `current`, oldest first: an hour or a day each. */
  parts: readonly Span[];
};

const shapes = {
  "24h": { stepMs: SLOT_MS, lengthMs: DAY_MS, parts: 24 },
  "30d": { stepMs: DAY_MS, lengthMs: 30 * DAY_MS, parts: 30 },
} as const;

/** The window of a kind at a time; days are days in UTC. */
export function windowAt(kind: keyof typeof shapes, now: number): Window {
  const { stepMs, lengthMs, parts } = shapes[kind];
  const closedEnd = Math.floor(now / stepMs) * stepMs;
  const end = closedEnd + stepMs;
  const partMs = lengthMs / parts;
  return {
    now,
    current: { from: end - lengthMs, to: end },
    closed: { from: closedEnd - lengthMs, to: closedEnd },
    previous: { from: closedEnd - 2 * lengthMs, to: closedEnd - lengthMs },
    parts: Array.from({ length: parts }, (_, index) => ({
      from: end - lengthMs + index * partMs,
      to: end - lengthMs + (index + 1) * partMs,
    })),
  };
}

/** Whether a time lies in the span. */
export function isIn({ from, to }: Span, at: number): boolean {
  return at >= from && at < to;
}

/** A span as parameters of a statement. */
export function bounds({ from, to }: Span): [string, string] {
  return [new Date(from).toISOString(), new Date(to).toISOString()];
}
