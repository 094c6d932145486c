const number = new Intl.NumberFormat("en");

/** "1,234", or "1,234+" when counting stopped early and there may be more. */
export function formatCount(count: number, isLowerBound = false): string {
  return `${number.format(count)}${isLowerBound ? "+" : ""}`;
}
