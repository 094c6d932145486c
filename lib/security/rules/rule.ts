import type { NormalizedEvent } from "./normalized-event.ts";
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
  selects: (event: NormalizedEvent) => boolean;
  correlations: readonly Correlation[];
};

/** What events are counted by: two belong together when their keys are the same. */
export type Group = {
  /** Of any length: it is hashed. */
  key: string;
  /** What people read of it. */
  label: string;
};

export type Correlation = {
  /** Names the field by which events are counted together: `account`. */
  groupBy: string;
  /** That field of an event; null takes the event out of this correlation. */
  groupOf: (event: NormalizedEvent) => Group | null;
  /** Raises an alert when this many selected events of a group lie within the window. */
  threshold: number;
  windowSeconds: number;
  /**
   * With `distinct`: the key of the value that must differ within the group. Events without one are
   * kept, and counted neither as an event nor as a value: nobody knows whether they differ.
   */
  countedOf?: (event: NormalizedEvent) => string | null;
  /**
   * How many different values. Not more than two, because then some `threshold` events in a row show
   * it whenever any do, and so many are all that is ever read of what is stored.
   */
  distinct?: 2;
  /** The alert in a list: "5 failed log-ins for ada@example.com". */
  title: (count: number, group: string) => string;
};
