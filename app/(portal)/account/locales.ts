import { formatNumber } from "#components/ui/format-number.ts";
import { formatMinute } from "#components/ui/format-time.ts";
import type { SearchGroup } from "#components/ui/search-select.tsx";
import { AUTOMATIC } from "./time-zones.ts";

/** The ones most people look for; a stored one that is not among them is kept and listed too. */
export const localeNames: Record<string, string> = {
  "en-GB": "English (United Kingdom)",
  "en-US": "English (United States)",
  "en-AU": "English (Australia)",
  "en-CA": "English (Canada)",
  "en-IN": "English (India)",
  "en-IE": "English (Ireland)",
  "cs-CZ": "Czech (Czechia)",
  "da-DK": "Danish (Denmark)",
  "nl-NL": "Dutch (Netherlands)",
  "fi-FI": "Finnish (Finland)",
  "fr-CA": "French (Canada)",
  "fr-FR": "French (France)",
  "fr-CH": "French (Switzerland)",
  "de-AT": "German (Austria)",
  "de-DE": "German (Germany)",
  "de-CH": "German (Switzerland)",
  "it-IT": "Italian (Italy)",
  "ja-JP": "Japanese (Japan)",
  "ko-KR": "Korean (South Korea)",
  "nb-NO": "Norwegian (Norway)",
  "pl-PL": "Polish (Poland)",
  "pt-BR": "Portuguese (Brazil)",
  "pt-PT": "Portuguese (Portugal)",
  "es-MX": "Spanish (Mexico)",
  "es-ES": "Spanish (Spain)",
  "sv-SE": "Swedish (Sweden)",
  "tr-TR": "Turkish (Türkiye)",
};

/** "22 Nov 2026, 20:01 · 1,234.5": how a locale writes a time and a number. */
export function exampleOf(locale: string, timeZone: string | undefined, atMs: number): string {
  return `${formatMinute(atMs, timeZone, locale)} · ${formatNumber(1234.5, locale)}`;
}

/** The locales with an example each, in the person's time zone. */
export function localeGroups(
  chosen: string | null,
  timeZone: string | undefined,
  atMs: number,
): SearchGroup[] {
  const names = chosen === null ? localeNames : { [chosen]: chosen, ...localeNames };
  const automatic = {
    value: AUTOMATIC,
    label: "Automatic",
    hint: "English, as in your region",
    keywords: "browser",
  };
  const options = Object.entries(names).map(([locale, label]) => ({
    value: locale,
    label,
    hint: exampleOf(locale, timeZone, atMs),
    keywords: locale,
  }));
  return [{ heading: "", items: [automatic, ...options] }];
}
