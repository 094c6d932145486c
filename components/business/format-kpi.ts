import { formatCompact, formatPercent, formatRounded } from "#components/ui/format-number.ts";
import { DEFAULT_LOCALE } from "#components/ui/kept-format.ts";
import type { KpiDescription } from "#lib/business/kpis/schema";

type Unit = KpiDescription["unit"];

/** Near 0 % and 100 % the second digit is the one that matters: 99.95 %, 0.02 %. */
function formatShare(share: number, locale: string): string {
  const isFine = share !== 0 && share !== 1 && (share > 0.99 || share < 0.01);
  return formatPercent(share, isFine, locale);
}

/** "1,830", "1.2M", "99.95%", "41 ms". */
export function formatKpi(value: number, unit: Unit, locale = DEFAULT_LOCALE): string {
  if (unit === "ratio") return formatShare(value, locale);
  if (unit === "ms") return `${formatRounded(value, value < 10 ? 1 : 0, locale)} ms`;
  return Math.abs(value) >= 100_000
    ? formatCompact(value, locale)
    : formatRounded(value, 0, locale);
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
      ? `${formatRounded(size * 100, size < 0.001 ? 2 : 1, locale)} pp`
      : formatPercent(Math.min(size, 99.99), false, locale);
  return {
    text: size > 99.99 && unit !== "ratio" ? `>${text}` : text,
    direction,
    isBetter: direction === better,
  };
}
