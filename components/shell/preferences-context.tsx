"use client";

import {
  createContext,
  type ReactNode,
  startTransition,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useOptimistic,
} from "react";
import { ChosenLocale } from "#components/ui/locale-context.tsx";
import type { Result } from "#lib/core/result";
import type { Preferences, Theme } from "#lib/identity/preferences/schema";
import { perform } from "./perform.ts";
import { showTheme } from "./theme.ts";

type Changes = Partial<Preferences>;
type Saved = Result<Preferences> | null;

type PreferencesHold = {
  /** With choices that are still on their way to the server. */
  preferences: Preferences;
  /**
   * Shows the choices at once and stores them; takes them back when that fails, which is told.
   * `done` is said when it worked. Field errors are the caller's to show.
   */
  change: (changes: Changes, done?: string) => Promise<Saved>;
};

const PreferencesContext = createContext<PreferencesHold | null>(null);

/** The logged-in person's preferences. Inside `PreferencesProvider` only, which is the whole portal. */
export function usePreferences(): PreferencesHold {
  const hold = useContext(PreferencesContext);
  if (!hold) throw new Error("usePreferences needs a PreferencesProvider around it");
  return hold;
}

type PreferencesProviderProps = {
  stored: Preferences;
  /** What this browser's cookie says, with which the page was served. */
  cookieTheme: Theme;
  save: (changes: Changes) => Promise<Result<Preferences>>;
  /** Sets the cookie and nothing else. */
  rememberTheme: (theme: Theme) => Promise<void>;
  children: ReactNode;
};

export function PreferencesProvider(props: PreferencesProviderProps) {
  const { stored, cookieTheme, save, rememberTheme, children } = props;
  const [preferences, show] = useOptimistic(stored, (now: Preferences, changes: Changes) => ({
    ...now,
    ...changes,
  }));
  const { theme, timeZone, locale } = preferences;
  useLayoutEffect(() => showTheme(theme), [theme]);
  useEffect(() => {
    if (stored.theme === cookieTheme) return;
    // Chosen on another device. Not worth a message when it fails: the theme is there, only the
    // next page begins with the old one.
    rememberTheme(stored.theme).catch(() => undefined);
  }, [stored.theme, cookieTheme, rememberTheme]);

  const hold = useMemo(() => {
    const change = (changes: Changes, done?: string) =>
      new Promise<Saved>((resolve) => {
        startTransition(async () => {
          show(changes);
          const words = { failed: "Your choice was not saved", ...(done ? { done } : {}) };
          resolve(await perform(() => save(changes), words));
        });
      });
    return { preferences, change };
  }, [preferences, show, save]);
  return (
    <PreferencesContext value={hold}>
      <ChosenLocale timeZone={timeZone} locale={locale}>
        {children}
      </ChosenLocale>
    </PreferencesContext>
  );
}
