/** How dates and numbers are written wherever nobody chose anything. */
export const DEFAULT_LOCALE = "en-GB";

/** More than one person needs; what a server keeps for the languages and zones of many stays bounded. */
const MAX_KEPT = 300;

/**
 * Makes each format once: an Intl object takes longer to make than to use a hundred times. A browser
 * may lack a zone or language that the server knows; the default and the browser's zone then do.
 */
export function keptFormat<Format>(make: (locale: string, timeZone?: string) => Format) {
  const kept = new Map<string, Format>();
  return (locale: string, timeZone?: string): Format => {
    const key = `${locale} ${timeZone ?? ""}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const format = makeOrFallBack(make, locale, timeZone);
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(key, format);
    return format;
  };
}

function makeOrFallBack<Format>(
  make: (locale: string, timeZone?: string) => Format,
  locale: string,
  timeZone: string | undefined,
): Format {
  try {
    return make(locale, timeZone);
  } catch (error) {
    if (error instanceof RangeError) return make(DEFAULT_LOCALE);
    throw error;
  }
}
