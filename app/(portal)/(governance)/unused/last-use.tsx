import { RelativeTime } from "#components/ui/relative-time.tsx";

/** When something was last used, as far back as is known. */
export function LastUse({ at }: { at: string | null }) {
  if (at === null) return <span className="text-ink-faint">Never</span>;
  // Above a row's link, so that the absolute time shows on hover.
  return <RelativeTime value={at} className="relative" />;
}
