import { DEFAULT_LOCALE, keptFormat } from "./kept-format.ts";

const numberFormat = keptFormat((locale) => new Intl.NumberFormat(locale));
const wholeFormat = keptFormat(
  (locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }),
);
const oneDigitFormat = keptFormat(
  (locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }),
);
const twoDigitsFormat = keptFormat(
  (locale) => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }),
);
const compactFormat = keptFormat(
  (locale) => new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 }),
);
const percentFormat = keptFormat(
  (locale) => new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }),
);
const finePercentFormat = keptFormat(
  (locale) =>
    new Intl.NumberFormat(locale, {
      style: "percent",
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
    }),
);

/** "1,234.5": at most three decimals. */
export function formatNumber(value: number, locale = DEFAULT_LOCALE): string {
  return numberFormat(locale).format(value);
}

/** "1 person", "2,000 people". */
export function countOf(count: number, one: string, many: string, locale?: string): string {
  return `${formatNumber(count, locale)} ${count === 1 ? one : many}`;
}

export const peopleOf = (count: number) => countOf(count, "person", "people");

const rounded = [wholeFormat, oneDigitFormat, twoDigitsFormat] as const;

/** "1,234.5": at most as many decimals as said. */
export function formatRounded(value: number, decimals: 0 | 1 | 2, locale: string): string {
  return rounded[decimals](locale).format(value);
}

/** "1.2m": for what is too long to be read at a glance. */
export function formatCompact(value: number, locale: string): string {
  return compactFormat(locale).format(value);
}

/** "17.1%"; `isFine` says two decimals. @param share 1 is 100 %. */
export function formatPercent(share: number, isFine: boolean, locale: string): string {
  return (isFine ? finePercentFormat : percentFormat)(locale).format(share);
}
