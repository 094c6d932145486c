import { DEFAULT_LOCALE, keptFormat } from "./kept-format.ts";

const numberFormat = keptFormat((locale) => new Intl.NumberFormat(locale));

/** "1,234.5": at most three decimals. */
export function formatNumber(value: number, locale = DEFAULT_LOCALE): string {
  return numberFormat(locale).format(value);
}
