import { ruleOf } from "../rules/registry.ts";

type Titled = { ruleId: string; groupBy: string; groupValue: string; eventCount: number };

/** An alert in words, also of a rule that a later version no longer has. */
export function titleOf({ ruleId, groupBy, groupValue, eventCount }: Titled): string {
  const correlation = ruleOf(ruleId)?.correlations.find((known) => known.groupBy === groupBy);
  return correlation?.title(eventCount, groupValue) ?? `${ruleId}: ${groupValue} (${eventCount})`;
}
