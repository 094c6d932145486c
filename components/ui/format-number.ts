import { DEFAULT_LOCALE, keptFormat } from "./kept-format.ts";

const numberFormat = keptFormat((locale) => new Intl.NumberFormat(locale));

/** "1,234.5": at most three decimals. */
export function formatNumber(value: number, locale = DEFAULT_LOCALE): string {
  return numberFormat(locale).format(value);
}

/** "1 person", "2,000 people". */
export function countOf(count: number, one: string, many: string, locale?: string): string {
  return `${formatNumber(count, locale)} ${count === 1 ? one : many}`;
}

export const peopleOf = (count: number) => countOf(count, "person", "people");
