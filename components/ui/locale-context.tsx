"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import { DEFAULT_LOCALE } from "./kept-format.ts";
import { useHydrated } from "./use-now.ts";

type Choice = {
  /** Null: the browser's. */
  timeZone: string | null;
  locale: string | null;
};

const LocaleContext = createContext<Choice>({ timeZone: null, locale: null });

/** Says how times and numbers inside are written. */
export function LocaleProvider({ timeZone, locale, children }: Choice & { children: ReactNode }) {
  const choice = useMemo(() => ({ timeZone, locale }), [timeZone, locale]);
  return <LocaleContext value={choice}>{children}</LocaleContext>;
}

let ofBrowser: string | undefined;

/** English, because the page is, written as in the browser's region: "en-DE" has 1.234,5. */
function browserLocale(): string {
  ofBrowser ??= (() => {
    const { locale } = new Intl.DateTimeFormat().resolvedOptions();
    const { region } = new Intl.Locale(locale).maximize();
    return region ? `en-${region}` : DEFAULT_LOCALE;
  })();
  return ofBrowser;
}

/**
 * What the formats of this folder take. Where nobody chose, the server and the first client render
 * agree on UTC and en-GB; afterwards the browser's zone (`undefined`) and region hold.
 */
export function useLocale(): { timeZone: string | undefined; locale: string } {
  const choice = useContext(LocaleContext);
  const hydrated = useHydrated();
  return {
    timeZone: choice.timeZone ?? (hydrated ? undefined : "UTC"),
    locale: choice.locale ?? (hydrated ? browserLocale() : DEFAULT_LOCALE),
  };
}
