import { breakGlass } from "./break-glass.ts";
import { failedLogIns } from "./failed-log-ins.ts";
import type { Rule } from "./rule.ts";
import { unevaluatedEvents } from "./unevaluated-events.ts";

/** Every detection rule, by the id that matches and alerts are stored under. */
export const rules = {
  failed_log_ins: failedLogIns,
  break_glass: breakGlass,
  unevaluated_events: unevaluatedEvents,
} satisfies Record<string, Rule>;

/** The rule of a stored id; undefined when a later version no longer has it. */
export function ruleOf(ruleId: string): Rule | undefined {
  return new Map<string, Rule>(Object.entries(rules)).get(ruleId);
}
