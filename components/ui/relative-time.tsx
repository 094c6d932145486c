"use client";

import { formatAbsolute, formatRelative } from "./format-time.ts";
import { useLocale } from "./locale-context.tsx";
import { useNow } from "./use-now.ts";

type RelativeTimeProps = { /** ISO 8601. */ value: string; className?: string };

/** The page is English: a time in another language says so, for screen readers. */
function languageOf(locale: string): string | undefined {
  return /^en\b/.test(locale) ? undefined : locale;
}

/** "3 minutes ago", or a date for what is long past, with the absolute time on hover. */
export function RelativeTime({ value, className }: RelativeTimeProps) {
  const now = useNow();
  const { timeZone, locale } = useLocale();
  const at = Date.parse(value);
  return (
    <time
      dateTime={value}
      lang={languageOf(locale)}
      title={formatAbsolute(at, timeZone, locale)}
      className={className}
      // The server rendered a moment ago: its "2 minutes" may already be three.
      suppressHydrationWarning
    >
      {formatRelative(at, now, timeZone, locale)}
    </time>
  );
}

/** The absolute time in the person's zone. */
export function AbsoluteTime({ value, className }: RelativeTimeProps) {
  const { timeZone, locale } = useLocale();
  return (
    <time
      dateTime={value}
      lang={languageOf(locale)}
      className={className}
      // Browser and server may know different versions of a language's dates.
      suppressHydrationWarning
    >
      {formatAbsolute(Date.parse(value), timeZone, locale)}
    </time>
  );
}
