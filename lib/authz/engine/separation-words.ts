import { namesOf } from "../catalogue/permissions.ts";
import type { GrantFact } from "./facts.ts";
import type { Policy } from "./policy.ts";
import type { HadMember, Member } from "./separation.ts";

const and = new Intl.ListFormat("en", { type: "conjunction" });

/** The roles and grants by which somebody has a member of a rule: "Senior clerk", "a grant on invoice/7". */
export function waysOf({ roles }: Policy, { roleIds, grants }: HadMember): string[] {
  const names = roleIds.map((id) => roles.get(id)?.held.name ?? id).sort();
  return [...names, ...new Set(grants.map(grantWords))];
}

/** "a grant on invoice/7" */
export function grantWords({ resourceType, resourceId }: GrantFact): string {
  return resourceId === null
    ? `a grant on every ${resourceType}`
    : `a grant on ${resourceType}/${resourceId}`;
}

/** "Approver and Clerk", "Create invoices (Clerk) and Refund invoices (Approver and a grant on invoice/7)". */
export function hadWords(policy: Policy, had: readonly HadMember[]): string {
  const each = had.flatMap((one) => {
    const ways = waysOf(policy, one);
    // Who has a role of the rule by inheriting has been given the role that inherits.
    if (one.member.kind === "role") return ways;
    return [`${namesOf([one.member.id])} (${and.format(ways)})`];
  });
  return [...new Set(each)].sort().join(" and ");
}

/** A member of a rule as people call it. */
export function memberName({ roles }: Policy, { kind, id }: Member): string {
  return kind === "role" ? (roles.get(id)?.held.name ?? id) : namesOf([id]);
}
