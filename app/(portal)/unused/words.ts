import { formatNumber } from "#components/ui/format-number.ts";

/** "1 person", "2,000 people". */
export function countOf(count: number, one: string, many: string): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

export const peopleOf = (count: number) => countOf(count, "person", "people");
export const decisionsOf = (count: number) => countOf(count, "decision", "decisions");

/** "5 of 14". */
export function ratioOf(part: number, whole: number): string {
  return `${formatNumber(part)} of ${formatNumber(whole)}`;
}
