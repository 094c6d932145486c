"use client";

import { formatAbsolute, formatRelative } from "./format-time.ts";
import { TimeText } from "./local-text.tsx";
import { useLocale } from "./locale-context.tsx";
import { useNow } from "./use-now.ts";

type RelativeTimeProps = { /** ISO 8601. */ value: string; className?: string };

/** "3 minutes ago", or a date for what is long past, with the absolute time on hover. */
export function RelativeTime({ value, className }: RelativeTimeProps) {
  const now = useNow();
  const { timeZone, locale } = useLocale();
  const at = Date.parse(value);
  return (
    <TimeText
      value={value}
      text={formatRelative(at, now, timeZone, locale)}
      title={formatAbsolute(at, timeZone, locale)}
      className={className}
    />
  );
}

/** The absolute time in the person's zone. */
export function AbsoluteTime({ value, className }: RelativeTimeProps) {
  const { timeZone, locale } = useLocale();
  const text = formatAbsolute(Date.parse(value), timeZone, locale);
  return <TimeText value={value} text={text} className={className} />;
}
