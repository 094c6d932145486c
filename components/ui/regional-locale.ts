import { DEFAULT_LOCALE } from "./kept-format.ts";

/** No browser sends more; what is longer is not worth asking Intl about. */
const MAX_HEADER_LENGTH = 500;

/** The languages of an Accept-Language header, the preferred ones first. */
function languagesOf(header: string): string[] {
  return header
    .slice(0, MAX_HEADER_LENGTH)
    .split(",")
    .map((part) => {
      const [tag = "", ...parameters] = part.split(";").map((each) => each.trim());
      const quality = parameters.find((each) => /^q=/i.test(each));
      return { tag, quality: quality === undefined ? 1 : Number(quality.slice(2)) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}

function regionOf(language: string): string | undefined {
  try {
    return new Intl.Locale(language).maximize().region;
  } catch (error) {
    // This is how Intl says that a text is no language.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** How the speakers of a language read clocks. */
function hourCycleOf(language: string): string {
  const options = new Intl.DateTimeFormat(language, { hour: "numeric" }).resolvedOptions();
  return options.hourCycle ?? "h23";
}

/**
 * English, because the page is, written as in the region of the browser's first language: "de-DE" gives
 * en-DE, which has 1.234,5. Where Intl knows no English of a region it is the international one, with
 * the region's hours.
 * @param header Accept-Language, which may be anything.
 */
export function regionalLocale(header: string | null): string {
  for (const language of languagesOf(header ?? "")) {
    const region = regionOf(language);
    if (region === undefined) continue;
    const english = `en-${region}`;
    const { locale } = new Intl.DateTimeFormat(english).resolvedOptions();
    return locale === english ? english : `en-001-u-hc-${hourCycleOf(language)}`;
  }
  return DEFAULT_LOCALE;
}
