import type { SodKind } from "#lib/governance/separation/schema";
import { createSodRuleInput } from "#lib/governance/separation/schema";
import type { ShownRule } from "./shown-rules.ts";

export type RuleDraft = {
  name: string;
  description: string;
  kind: SodKind;
  limit: number;
  roles: string[];
  permissions: string[];
  reason: string;
};

export const blankDraft: RuleDraft = {
  name: "",
  description: "",
  kind: "static",
  limit: 2,
  roles: [],
  permissions: [],
  reason: "",
};

export function draftOf({ name, description, kind, limit, ...rule }: ShownRule): RuleDraft {
  const roles = rule.roles.map(({ id }) => id);
  return { name, description, kind, limit, roles, permissions: rule.permissions, reason: "" };
}

type Members = Partial<Pick<RuleDraft, "roles" | "permissions">>;

/** A draft with other roles or permissions; no more of them can be too many than there are. */
export function withMembers(draft: RuleDraft, members: Members): RuleDraft {
  const next = { ...draft, ...members };
  return { ...next, limit: Math.max(2, Math.min(draft.limit, memberCount(next))) };
}

/** How many roles and permissions a rule keeps apart. */
export function memberCount(draft: Pick<RuleDraft, "roles" | "permissions">): number {
  return draft.roles.length + draft.permissions.length;
}

/** Whether the server would read it. */
export function isComplete(draft: RuleDraft): boolean {
  return createSodRuleInput.safeParse(draft).success;
}

/** Whether the server would refuse a rule that has a name and says what it keeps apart. */
export function isRefused(draft: RuleDraft): boolean {
  return draft.name.trim() !== "" && memberCount(draft) >= 2 && !isComplete(draft);
}

/** Whether something but the reason differs from the rule. */
export function differs(draft: RuleDraft, rule: ShownRule): boolean {
  const said = ({ reason: _, roles, permissions, name, description, ...rest }: RuleDraft) =>
    JSON.stringify({
      ...rest,
      name: name.trim(),
      description: description.trim(),
      roles: roles.toSorted(),
      permissions: permissions.toSorted(),
    });
  return said(draft) !== said(draftOf(rule));
}
