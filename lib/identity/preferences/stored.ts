import type { Actor } from "../../authz/guard/actor.ts";
import { GatehouseError } from "../../core/errors.ts";
import {
  canonicalLocale,
  canonicalTimeZone,
  defaultPreferences,
  densities,
  type Preferences,
  themes,
} from "./schema.ts";

/** @throws GatehouseError permission_denied for whoever is not a person. */
export function requirePerson(actor: Actor): void {
  if (actor.kind === "user") return;
  const message = "Only people have preferences: log in to read or change yours.";
  throw new GatehouseError("permission_denied", message);
}

/** Names everything cached that follows from a person's preferences. */
export function preferencesTag(userId: string): string {
  return `preferences:${userId}`;
}

type StoredPreferences = { [Key in keyof Preferences]: string | null };

/**
 * What a row means today. The zones and languages that are known come with the runtime: one that
 * went with an older version must not break every page of the person.
 */
export function preferencesOf(row: StoredPreferences): Preferences {
  return {
    theme: themes.find((theme) => theme === row.theme) ?? defaultPreferences.theme,
    density: densities.find((density) => density === row.density) ?? defaultPreferences.density,
    timeZone: row.timeZone === null ? null : canonicalTimeZone(row.timeZone),
    locale: row.locale === null ? null : canonicalLocale(row.locale),
  };
}
