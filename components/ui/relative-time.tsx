"use client";

import { formatAbsolute, formatRelative } from "./format-time.ts";
import { useHydrated, useNow } from "./use-now.ts";

type RelativeTimeProps = { /** ISO 8601. */ value: string; className?: string };

/** "3 minutes ago", or a date for what is long past, with the absolute time on hover: in UTC until the browser's zone is known. */
export function RelativeTime({ value, className }: RelativeTimeProps) {
  const now = useNow();
  const hydrated = useHydrated();
  const timeZone = hydrated ? undefined : "UTC";
  const at = Date.parse(value);
  return (
    <time
      dateTime={value}
      title={formatAbsolute(at, timeZone)}
      className={className}
      // The server rendered a moment ago: its "2 minutes" may already be three.
      suppressHydrationWarning
    >
      {formatRelative(at, now, timeZone)}
    </time>
  );
}

/** The absolute time in the browser's zone. */
export function AbsoluteTime({ value, className }: RelativeTimeProps) {
  const hydrated = useHydrated();
  return (
    <time dateTime={value} className={className}>
      {formatAbsolute(Date.parse(value), hydrated ? undefined : "UTC")}
    </time>
  );
}
