"use client";

import { keptFormat } from "#components/ui/kept-format.ts";
import { useLocale } from "#components/ui/locale-context.tsx";

const dayFormat = keptFormat(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" }),
);

/** A day in UTC, as use is counted. @param value ISO 8601. */
export function Day({ value }: { value: string }) {
  const { locale } = useLocale();
  return (
    <time dateTime={value} className="whitespace-nowrap" suppressHydrationWarning>
      {dayFormat(locale).format(new Date(value))}
    </time>
  );
}
