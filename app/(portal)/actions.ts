"use server";

import { cookies } from "next/headers";
import { parseTheme, THEME_COOKIE } from "#components/shell/theme.ts";
import { logOut } from "#lib/sessions/service";
import { runAction } from "../actor.tsx";

const YEAR_SECONDS = 365 * 24 * 3_600;

export async function logOutAction() {
  return runAction(logOut, {});
}

/** A taste and no secret, so it needs no permission and leaves no event: one cookie, for a year. */
export async function rememberThemeAction(theme: unknown): Promise<void> {
  const jar = await cookies();
  jar.set(THEME_COOKIE, parseTheme(theme), { maxAge: YEAR_SECONDS, sameSite: "lax", path: "/" });
}
