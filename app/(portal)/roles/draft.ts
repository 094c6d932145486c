import type { PermissionId } from "#lib/access/permissions";
import type { FieldErrors } from "#lib/core/errors";
import { riskOf } from "./risk.ts";

/** What a person edits of a role. */
export type Draft = {
  name: string;
  description: string;
  permissions: readonly PermissionId[];
};

export type Difference = {
  isRenamed: boolean;
  isDescribed: boolean;
  added: PermissionId[];
  removed: PermissionId[];
};

function without(ids: readonly PermissionId[], others: readonly PermissionId[]): PermissionId[] {
  const excluded = new Set(others);
  return ids.filter((id) => !excluded.has(id));
}

/** What the draft changes. Space around words is no change: it is not saved. */
export function differenceOf(saved: Draft, draft: Draft): Difference {
  return {
    isRenamed: saved.name !== draft.name.trim(),
    isDescribed: saved.description !== draft.description.trim(),
    added: without(draft.permissions, saved.permissions),
    removed: without(saved.permissions, draft.permissions),
  };
}

export function isChanged({ isRenamed, isDescribed, added, removed }: Difference): boolean {
  return isRenamed || isDescribed || added.length > 0 || removed.length > 0;
}

/** The permissions among these that nobody should get by accident. */
export function riskyOf(ids: readonly PermissionId[]): PermissionId[] {
  return ids.filter((id) => riskOf(id) === "high" || riskOf(id) === "critical");
}

/**
 * The draft on top of what somebody else saved meanwhile: the other person's changes, and ours
 * wherever we made one.
 */
export function rebase(saved: Draft, theirs: Draft, draft: Draft): Draft {
  const ours = differenceOf(saved, draft);
  const kept = without(theirs.permissions, ours.removed);
  return {
    name: ours.isRenamed ? draft.name : theirs.name,
    description: ours.isDescribed ? draft.description : theirs.description,
    permissions: [...kept, ...without(ours.added, kept)],
  };
}

/** A message goes as soon as somebody sees to its field. */
export function withoutErrorsOf(changes: Partial<Draft>, errors: FieldErrors): FieldErrors {
  const kept = Object.entries(errors).filter(([field]) => !Object.hasOwn(changes, field));
  return Object.fromEntries(kept);
}
