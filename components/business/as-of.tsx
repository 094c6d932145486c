"use client";

import { keptFormat } from "#components/ui/kept-format.ts";
import { useLocale } from "#components/ui/locale-context.tsx";

const clock = keptFormat(
  (locale, timeZone) =>
    new Intl.DateTimeFormat(locale, {
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      timeZone,
    }),
);

/** "as of 14:03:27", to the second: figures that move must say how new they are. */
export function AsOf({ value }: { value: string }) {
  const { timeZone, locale } = useLocale();
  return (
    <time dateTime={value} suppressHydrationWarning>
      as of {clock(locale, timeZone).format(Date.parse(value))}
    </time>
  );
}
