import { countOf, formatNumber } from "#components/ui/format-number.ts";

export const decisionsOf = (count: number) => countOf(count, "decision", "decisions");

/** "5 of 14". */
export function ratioOf(part: number, whole: number): string {
  return `${formatNumber(part)} of ${formatNumber(whole)}`;
}
