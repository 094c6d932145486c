import type { ArrivedEvent } from "../../events/arrivals.ts";
import type { Severity } from "./schema.ts";

/**
 * A detection rule, in the two halves that Sigma rules have: a selection, which looks at one event
 * and keeps no state, and correlations, which count what was selected (Sigma correlation rules,
 * types event_count and value_count).
 */
export type Rule = {
  name: string;
  /** One plain sentence: what it looks for. */
  sentence: string;
  severity: Severity;
  selects: (event: ArrivedEvent) => boolean;
  correlations: readonly Correlation[];
};

export type Correlation = {
  /** Names the field by which events are counted together: `account`. */
  groupBy: string;
  /** That field of an event; null takes the event out of this correlation. */
  groupOf: (event: ArrivedEvent) => string | null;
  /** Raises an alert when this many selected events of a group lie within the window. */
  threshold: number;
  windowSeconds: number;
  /** Values that must differ within the group; null for an event without one. */
  countedOf?: (event: ArrivedEvent) => string | null;
  /** How many different values, events without one counting each for themselves. */
  distinct?: number;
  /** The alert in a list: "5 failed log-ins for ada@example.com". */
  title: (count: number, group: string) => string;
};
