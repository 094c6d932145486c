import type { z } from "zod";
import { type ResourceRow, resourceInput } from "#lib/access/resources/schema";
import type { FieldErrors } from "#lib/core/errors";

/** A type of resources; `parents` are those it can lie under, null is any. */
export type TypeOption = { value: string; label: string; parents: readonly string[] | null };

export type ResourceDraft = {
  type: string;
  id: string;
  name: string;
  owner: string;
  /** Empty: it lies under nothing. */
  parentType: string;
  parentId: string;
};

export const blankResource: ResourceDraft = {
  type: "",
  id: "",
  name: "",
  owner: "",
  parentType: "",
  parentId: "",
};

export function draftOf({ type, id, name, owner, parent }: ResourceRow): ResourceDraft {
  return {
    type,
    id,
    name,
    owner: owner ?? "",
    parentType: parent?.type ?? "",
    parentId: parent?.id ?? "",
  };
}

type ResourceInput = z.input<typeof resourceInput>;

/** What would be registered; null while something is missing, and what is wrong with the fields. */
export function readResource(draft: ResourceDraft): {
  input: ResourceInput | null;
  errors: FieldErrors;
} {
  const { type, name, parentType } = draft;
  const [id, owner, parentId] = [draft.id.trim(), draft.owner.trim(), draft.parentId.trim()];
  const input = {
    type,
    id,
    name: name.trim(),
    owner: owner || null,
    parent: parentType && parentId ? { type: parentType, id: parentId } : null,
  };
  const errors: FieldErrors = {};
  if (parentId && !parentType) errors.parent = ["Choose the type of what it lies under."];
  const isHalf = (parentType === "") !== (parentId === "");
  const isComplete = type !== "" && id !== "" && !isHalf;
  return { input: isComplete && resourceInput.safeParse(input).success ? input : null, errors };
}

/** What a resource of a type can lie under. */
export function parentOptions(types: readonly TypeOption[], type: string): TypeOption[] {
  const parents = types.find(({ value }) => value === type)?.parents ?? null;
  return types.filter(({ value }) => parents === null || parents.includes(value));
}
