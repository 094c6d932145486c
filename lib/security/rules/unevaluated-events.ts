import type { Rule } from "./rule.ts";

/**
 * Events that detection itself could not evaluate: whoever can make one escapes every other rule with
 * it. It selects nothing; the worker hands it what was set aside.
 */
export const unevaluatedEvents: Rule = {
  name: "Events that could not be evaluated",
  sentence:
    "Detection failed at these events again and again and went on without them: no other rule has seen them.",
  severity: "high",
  selects: () => false,
  correlations: [
    {
      groupBy: "detection",
      groupOf: () => ({ key: "", label: "detection" }),
      threshold: 1,
      windowSeconds: 86_400,
      title: (count) =>
        count === 1 ? "1 event could not be evaluated" : `${count} events could not be evaluated`,
    },
  ],
};
