const HOUR = 60;
const DAY = 24 * HOUR;

/** "45 minutes", "1 hour 30 minutes", "2 days". */
export function durationWords(minutes: number): string {
  const parts = [
    [Math.floor(minutes / DAY), "day"],
    [Math.floor((minutes % DAY) / HOUR), "hour"],
    [minutes % HOUR, "minute"],
  ] as const;
  const words = parts.flatMap(([count, unit]) =>
    count === 0 ? [] : [`${count} ${unit}${count === 1 ? "" : "s"}`],
  );
  return words.join(" ");
}

const steps = [
  15,
  30,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  DAY,
  3 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
];

/** The durations that are offered where `max` minutes are allowed, `max` itself last. */
export function durationsUpTo(max: number): number[] {
  return [...steps.filter((minutes) => minutes < max), max];
}
