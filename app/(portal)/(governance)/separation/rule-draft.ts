import type { SodKind } from "#lib/governance/separation/schema";
import { createSodRuleInput } from "#lib/governance/separation/schema";
import type { ShownRule } from "./shown-rules.ts";

/** As the schema says: more roles than these make no rule. */
export const MOST_ROLES = 20;

export type RuleDraft = {
  name: string;
  description: string;
  kind: SodKind;
  limit: number;
  roles: string[];
  reason: string;
};

export const blankDraft: RuleDraft = {
  name: "",
  description: "",
  kind: "static",
  limit: 2,
  roles: [],
  reason: "",
};

export function draftOf({ name, description, kind, limit, roles }: ShownRule): RuleDraft {
  return { name, description, kind, limit, roles: roles.map(({ id }) => id), reason: "" };
}

/** A draft with other roles; no more of them can be too many than there are. */
export function withRoles(draft: RuleDraft, roles: string[]): RuleDraft {
  return { ...draft, roles, limit: Math.max(2, Math.min(draft.limit, roles.length)) };
}

/** Whether the server would read it. */
export function isComplete(draft: RuleDraft): boolean {
  return createSodRuleInput.safeParse(draft).success;
}

/** Whether something but the reason differs from the rule. */
export function differs(draft: RuleDraft, rule: ShownRule): boolean {
  const said = ({ reason: _, roles, name, description, ...rest }: RuleDraft) =>
    JSON.stringify({
      ...rest,
      name: name.trim(),
      description: description.trim(),
      roles: roles.toSorted(),
    });
  return said(draft) !== said(draftOf(rule));
}
