"use client";

import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from "react";
import { DEFAULT_LOCALE } from "./kept-format.ts";
import { UNKNOWN_ZONE } from "./zone-script.ts";

type Known = {
  /** What the person chose; null: the browser's. */
  chosenZone: string | null;
  /** What the server knows of the browser's zone; null: nothing yet. */
  servedZone: string | null;
  locale: string;
};

const LocaleContext = createContext<Known>({
  chosenZone: null,
  servedZone: null,
  locale: DEFAULT_LOCALE,
});

type BrowserLocaleProps = Pick<Known, "servedZone" | "locale"> & { children: ReactNode };

/** Says how times and numbers inside are written as far as the request tells. */
export function BrowserLocale({ servedZone, locale, children }: BrowserLocaleProps) {
  const known = useMemo(() => ({ chosenZone: null, servedZone, locale }), [servedZone, locale]);
  return <LocaleContext value={known}>{children}</LocaleContext>;
}

type ChosenLocaleProps = {
  timeZone: string | null;
  locale: string | null;
  children: ReactNode;
};

/** What the person chose, instead of what the browser is set to; null where they did not choose. */
export function ChosenLocale({ timeZone, locale, children }: ChosenLocaleProps) {
  const outside = useContext(LocaleContext);
  const known = useMemo(
    () => ({ ...outside, chosenZone: timeZone, locale: locale ?? outside.locale }),
    [outside, timeZone, locale],
  );
  return <LocaleContext value={known}>{children}</LocaleContext>;
}

let ofBrowser: string | undefined;

function browserZone(): string {
  ofBrowser ??= new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return ofBrowser;
}

const never = () => () => {};

type ShownLocale = {
  timeZone: string;
  locale: string;
  /** Whatever was chosen; null while the server does not know it. */
  browserZone: string | null;
  /** The server's idea of the browser's zone, which may be wrong: a text with it says `data-served`. */
  isServed: boolean;
};

/**
 * What the formats of this folder take. The server and the first client render agree on what the
 * server knew; afterwards the browser's zone holds, which nearly always is the same.
 */
export function useLocale(): ShownLocale {
  const { chosenZone, servedZone, locale } = useContext(LocaleContext);
  const found = useSyncExternalStore(never, browserZone, () => servedZone);
  return {
    timeZone: chosenZone ?? found ?? UNKNOWN_ZONE,
    locale,
    browserZone: found,
    isServed: chosenZone === null && found === servedZone,
  };
}
