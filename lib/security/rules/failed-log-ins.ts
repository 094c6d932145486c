import type { ArrivedEvent } from "../../events/arrivals.ts";
import type { Rule } from "./rule.ts";

/** The words of an action that is a log-in: session.create_failed, ConsoleLogin, user.sign_in. */
const logInAction = /session\.create|(log|sign)[-_. ]?(in|on)(?![a-z]|[-_. ]link)|authenticat/i;

/** Whose log-in it was: the portal names the account that was tried, other programs the actor. */
function accountOf({ targetType, targetId, actorId, actorName }: ArrivedEvent): string | null {
  if (targetType === "account" && targetId) return targetId.toLowerCase();
  return (actorId ?? actorName)?.toLowerCase() ?? null;
}

/** Guessing of passwords: many for one account, or from one address for several. */
export const failedLogIns: Rule = {
  name: "Repeated failed log-ins",
  sentence:
    "Five failed log-ins for one account within ten minutes, or ten from one address for more than one account.",
  severity: "high",
  selects: (event) => event.outcome !== "success" && logInAction.test(event.action),
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
      groupOf: (event) => event.sourceIp,
      threshold: 10,
      windowSeconds: 600,
      // Attempts at one account alone are the other correlation's: one attack, one alert.
      countedOf: accountOf,
      distinct: 2,
      title: (count, address) => `${count} failed log-ins from ${address}`,
    },
  ],
};
