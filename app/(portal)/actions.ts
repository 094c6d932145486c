"use server";

import { cookies } from "next/headers";
import { parseTheme, THEME_COOKIE } from "#components/shell/theme.ts";
import { updatePreferences } from "#lib/identity/preferences/service";
import { logOut } from "#lib/identity/sessions/service";
import { runAction } from "../actor.tsx";
import { isPageOfOtherBuild, refreshPages } from "../refresh-pages.ts";

const YEAR_SECONDS = 365 * 24 * 3_600;

export async function logOutAction() {
  return runAction(logOut, {});
}

/** Stores the person's choices, and the theme in this browser as well. */
export async function savePreferencesAction(input: unknown) {
  const result = await runAction(updatePreferences, input);
  if (result.ok) {
    await rememberThemeAction(result.data.theme);
    await refreshPages("/", "layout");
  }
  return result;
}

/**
 * One cookie, for a year, so that the first byte of the next page has the theme, the log-in page's
 * too. A taste and no secret, so it needs no permission and leaves no event.
 */
export async function rememberThemeAction(theme: unknown): Promise<void> {
  // With a cookie Next has the page made anew.
  if (await isPageOfOtherBuild()) return;
  const jar = await cookies();
  jar.set(THEME_COOKIE, parseTheme(theme), { maxAge: YEAR_SECONDS, sameSite: "lax", path: "/" });
}
