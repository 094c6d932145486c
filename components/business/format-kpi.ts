import { DEFAULT_LOCALE, keptFormat } from "#components/ui/kept-format.ts";
import type { KpiDescription } from "#lib/business/kpis/schema";

type Unit = KpiDescription["unit"];

const whole = keptFormat((locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }));
const compact = keptFormat(
  (locale) => new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 }),
);
const percent = keptFormat(
  (locale) => new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }),
);
const finePercent = keptFormat(
  (locale) =>
    new Intl.NumberFormat(locale, {
      style: "percent",
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
    }),
);
const oneDigit = keptFormat(
  (locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }),
);

/** Near 0 % and 100 % the second digit is the one that matters: 99.95 %, 0.02 %. */
function formatShare(share: number, locale: string): string {
  const isFine = share !== 0 && share !== 1 && (share > 0.99 || share < 0.01);
  return (isFine ? finePercent : percent)(locale).format(share);
}

/** "1,830", "1.2M", "99.95%", "41 ms". */
export function formatKpi(value: number, unit: Unit, locale = DEFAULT_LOCALE): string {
  if (unit === "ratio") return formatShare(value, locale);
  if (unit === "ms") return `${(value < 10 ? oneDigit : whole)(locale).format(value)} ms`;
  return (Math.abs(value) >= 100_000 ? compact : whole)(locale).format(value);
}

export type Change = {
  /** "12%", "0.4 pp". */
  text: string;
  direction: "up" | "down" | "none";
  /** Whether the direction is the better one; null when nothing changed. */
  isBetter: boolean | null;
};

/** A change in words: relative for counts and times, in percentage points for ratios. */
export function describeChange(
  change: number,
  { unit, better }: Pick<KpiDescription, "unit" | "better">,
  locale = DEFAULT_LOCALE,
): Change {
  const size = Math.abs(change);
  const isNothing = size < (unit === "ratio" ? 0.00005 : 0.0005);
  if (isNothing)
    return { text: unit === "ratio" ? "0 pp" : "0%", direction: "none", isBetter: null };
  const direction = change > 0 ? "up" : "down";
  const text =
    unit === "ratio"
      ? `${oneDigitOrTwo(size * 100, locale)} pp`
      : percent(locale).format(Math.min(size, 99.99));
  return {
    text: size > 99.99 && unit !== "ratio" ? `>${text}` : text,
    direction,
    isBetter: direction === better,
  };
}

function oneDigitOrTwo(points: number, locale: string): string {
  const digits = points < 0.1 ? 2 : 1;
  return new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(points);
}
