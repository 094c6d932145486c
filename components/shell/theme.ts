import type { Theme } from "#lib/identity/preferences/schema";

const themes = ["system", "light", "dark"] as const satisfies readonly Theme[];

export const THEME_COOKIE = "theme";

/** The theme that a cookie's value asks for; anything unknown means the system's. */
export function parseTheme(value: unknown): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}

/** Shows a theme at once, before the server has remembered it. Browser only. */
export function showTheme(theme: Theme): void {
  document.documentElement.classList.remove(...themes);
  document.documentElement.classList.add(theme);
}
