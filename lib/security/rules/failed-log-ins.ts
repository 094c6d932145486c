import type { NormalizedEvent } from "./normalized-event.ts";
import { principalKey, principalLabel } from "./principal.ts";
import type { Group, Rule } from "./rule.ts";

function accountOf({ principal }: NormalizedEvent): Group | null {
  return principal && { key: principalKey(principal), label: principalLabel(principal) };
}

/** Guessing of passwords: many for one account, or from one address for several. */
export const failedLogIns: Rule = {
  name: "Repeated failed log-ins",
  sentence:
    "Five failed log-ins for one account within ten minutes, or ten from one address for more than one account.",
  severity: "high",
  selects: (event) => event.class === "authentication" && event.isFailure,
  correlations: [
    {
      groupBy: "account",
      groupOf: accountOf,
      threshold: 5,
      windowSeconds: 600,
      title: (count, account) => `${count} failed log-ins for ${account}`,
    },
    {
      groupBy: "ip",
      groupOf: ({ sourceIp }) => (sourceIp === null ? null : { key: sourceIp, label: sourceIp }),
      threshold: 10,
      windowSeconds: 600,
      // Attempts at one account alone are the other correlation's: one attack, one alert.
      countedOf: (event) => accountOf(event)?.key ?? null,
      distinct: 2,
      title: (count, address) => `${count} failed log-ins from ${address}`,
    },
  ],
};
