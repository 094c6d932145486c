import type { RoleRow } from "#lib/access/roles/schema";
import type { FieldErrors } from "#lib/core/errors";
import { type Entry, type Rule, ruleOf, withRule } from "./rules.ts";

/** What a person edits of a role. */
export type Draft = {
  name: string;
  description: string;
  entries: readonly Entry[];
  /** Ids of the roles that it inherits from. */
  parents: readonly string[];
};

/** One permission about which the draft says something else. */
export type RuleChange = { permission: string; before: Rule; after: Rule };

export type Difference = {
  isRenamed: boolean;
  isDescribed: boolean;
  rules: RuleChange[];
  addedParents: string[];
  removedParents: string[];
};

export function draftOf({ name, description, entries, parents }: RoleRow): Draft {
  return { name, description, entries, parents: parents.map(({ id }) => id) };
}

function without(ids: readonly string[], others: readonly string[]): string[] {
  const excluded = new Set(others);
  return ids.filter((id) => !excluded.has(id));
}

/** What the draft changes. Space around words is no change: it is not saved. */
export function differenceOf(saved: Draft, draft: Draft): Difference {
  const named = [...saved.entries, ...draft.entries].map(({ permission }) => permission);
  return {
    isRenamed: saved.name !== draft.name.trim(),
    isDescribed: saved.description !== draft.description.trim(),
    rules: [...new Set(named)]
      .map((permission) => ({
        permission,
        before: ruleOf(saved.entries, permission),
        after: ruleOf(draft.entries, permission),
      }))
      .filter(({ before, after }) => before !== after),
    addedParents: without(draft.parents, saved.parents),
    removedParents: without(saved.parents, draft.parents),
  };
}

/** Whether it changes what anybody may do, and not only words. */
export function changesAccess({ rules, addedParents, removedParents }: Difference): boolean {
  return rules.length > 0 || addedParents.length > 0 || removedParents.length > 0;
}

export function isChanged(difference: Difference): boolean {
  return difference.isRenamed || difference.isDescribed || changesAccess(difference);
}

/**
 * The draft on top of what somebody else saved meanwhile: the other person's changes, and ours
 * wherever we made one.
 */
export function rebase(saved: Draft, theirs: Draft, draft: Draft): Draft {
  const ours = differenceOf(saved, draft);
  let entries: readonly Entry[] = theirs.entries;
  for (const { permission, after } of ours.rules) entries = withRule(entries, [permission], after);
  const kept = without(theirs.parents, ours.removedParents);
  return {
    name: ours.isRenamed ? draft.name : theirs.name,
    description: ours.isDescribed ? draft.description : theirs.description,
    entries,
    parents: [...kept, ...without(ours.addedParents, kept)],
  };
}

/** A message goes as soon as somebody sees to its field. */
export function withoutErrorsOf(changes: Partial<Draft>, errors: FieldErrors): FieldErrors {
  const kept = Object.entries(errors).filter(([field]) => !Object.hasOwn(changes, field));
  return Object.fromEntries(kept);
}
