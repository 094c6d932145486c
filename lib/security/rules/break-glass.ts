import type { Rule } from "./rule.ts";

/**
 * Somebody took a role in an emergency. The alert is raised in the transaction that records the event
 * (trigger `raise_emergency_alert`), with this rule's severity and group; here it is looked for once
 * more, and is found to have its alert.
 */
export const breakGlass: Rule = {
  name: "Emergency access",
  sentence: "Somebody took a role in an emergency, which nobody approves beforehand.",
  severity: "critical",
  // Programs send events of any name: only the portal's own are about its roles.
  selects: ({ action, isPortal, isFailure }) =>
    isPortal && action === "break_glass.used" && !isFailure,
  correlations: [
    {
      groupBy: "account",
      groupOf: ({ actorName, actorId }) => {
        const who = actorName ?? actorId ?? "somebody";
        return { key: actorId ?? who, label: who };
      },
      threshold: 1,
      // Each use is an alert of its own: as short as a window can be.
      windowSeconds: 1,
      title: (_count, who) => `${who} took a role in an emergency`,
    },
  ],
};
