"use client";

import type { ReactNode } from "react";
import { formatClock, formatDay, formatMinute } from "./format-time.ts";
import { useLocale } from "./locale-context.tsx";

type LocalTextProps = { className?: string; children: ReactNode };

/** Words with a time in them that is written in the reader's zone, when they are no single instant. */
export function LocalText({ className, children }: LocalTextProps) {
  const { isServed } = useLocale();
  return (
    <span className={className} data-served={isServed || undefined} suppressHydrationWarning>
      {children}
    </span>
  );
}

/** The page is English: a time in another language says so, for screen readers. */
function languageOf(locale: string): string | undefined {
  return /^en\b/.test(locale) ? undefined : locale;
}

type TimeTextProps = {
  /** ISO 8601. */
  value: string;
  text: string;
  title?: string;
  /** The text is the same in every zone. */
  inUtc?: boolean;
  className?: string | undefined;
};

/** An instant, as `text` tells it to the reader. All times on a page are made of this. */
export function TimeText({ value, text, title, inUtc = false, className }: TimeTextProps) {
  const { locale, isServed } = useLocale();
  return (
    <time
      dateTime={value}
      lang={languageOf(locale)}
      title={title}
      className={className}
      data-served={(isServed && !inUtc) || undefined}
      // The server rendered a moment ago, so its "2 minutes" may already be three; and it may know
      // another version of a language's dates.
      suppressHydrationWarning
    >
      {text}
    </time>
  );
}

type TimeProps = Pick<TimeTextProps, "value" | "className">;

/** "22 Nov 2026, 20:01". */
export function MinuteTime({ value, className }: TimeProps) {
  const { timeZone, locale } = useLocale();
  const text = formatMinute(Date.parse(value), timeZone, locale);
  return <TimeText value={value} text={text} className={className} />;
}

/** "14:03:27". */
export function ClockTime({ value, className }: TimeProps) {
  const { timeZone, locale } = useLocale();
  const text = formatClock(Date.parse(value), timeZone, locale);
  return <TimeText value={value} text={text} className={className} />;
}

/** "22 Nov 2026": a day in UTC, as what is counted by day is. */
export function UtcDay({ value, className }: TimeProps) {
  const { locale } = useLocale();
  return (
    <TimeText
      value={value}
      text={formatDay(Date.parse(value), locale)}
      inUtc
      className={className}
    />
  );
}
