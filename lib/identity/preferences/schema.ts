import { z } from "zod";

export const themes = ["system", "light", "dark"] as const;
export const densities = ["comfortable", "compact"] as const;
export type Theme = (typeof themes)[number];
export type Density = (typeof densities)[number];

/** How one person wants to see the portal. */
export type Preferences = {
  theme: Theme;
  density: Density;
  /** An IANA time zone; null: the browser's. */
  timeZone: string | null;
  /** The BCP 47 tag by which dates and numbers are written; null: English as in the browser's region. */
  locale: string | null;
};

/** What holds until somebody chooses. */
export const defaultPreferences: Preferences = {
  theme: "system",
  density: "comfortable",
  timeZone: null,
  locale: null,
};

/** Longer than any real zone or tag: what is longer is not worth asking Intl about. */
const MAX_LENGTH = 64;

/** Asks Intl for its spelling of a name that it may refuse. */
function spelledByIntl(spell: () => string | null): string | null {
  try {
    return spell();
  } catch (error) {
    // This is how Intl says that there is no such name.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * The zone in Intl's spelling, or null: "europe/berlin" is "Europe/Berlin", "+02:00" is no zone. A
 * newer name of a zone that Intl knows by its older one stays: "Asia/Kolkata".
 */
export function canonicalTimeZone(name: string): string | null {
  if (name.length > MAX_LENGTH || !/^[a-z]/i.test(name)) return null;
  return spelledByIntl(() => {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions();
    return timeZone.toLowerCase() === name.toLowerCase() ? timeZone : name;
  });
}

/** The tag in Intl's spelling; null when it is none, or of a language that Intl does not know. */
export function canonicalLocale(tag: string): string | null {
  if (tag.length > MAX_LENGTH) return null;
  return spelledByIntl(() => Intl.DateTimeFormat.supportedLocalesOf(tag)[0] ?? null);
}

/** A text that `canonical` knows, in its spelling. */
function known(canonical: (text: string) => string | null, message: string) {
  return z.string({ error: message }).transform((text, context) => {
    const spelled = canonical(text.trim());
    if (spelled !== null) return spelled;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });
}

const timeZoneMessage = "There is no such time zone. Use a name like Europe/Berlin.";
const localeMessage = "This language and region is not known. Use a tag like en-GB or de-CH.";

/** The preferences to change; absent ones stay, null goes back to what holds without a choice. */
export const preferencesInput = z
  .strictObject({
    theme: z.enum(themes, { error: "Choose system, light or dark." }).nullable().optional(),
    density: z.enum(densities, { error: "Choose comfortable or compact." }).nullable().optional(),
    timeZone: known(canonicalTimeZone, timeZoneMessage).nullable().optional(),
    locale: known(canonicalLocale, localeMessage).nullable().optional(),
  })
  .refine((input) => Object.values(input).some((value) => value !== undefined), {
    error: "Choose a preference to change.",
  });
