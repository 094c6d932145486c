import { formatNumber } from "#components/ui/format-number.ts";

/** "1,234", or "1,234+" when counting stopped early and there may be more. */
export function formatCount(count: number, isLowerBound = false, locale?: string): string {
  return `${formatNumber(count, locale)}${isLowerBound ? "+" : ""}`;
}
