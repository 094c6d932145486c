import type { z } from "zod";
import { type ResourceTypeRow, resourceTypeInput } from "#lib/access/resources/schema";
import { isPermissionId } from "#lib/authz/catalogue/permissions";
import { OWNER_PROPERTY } from "#lib/authz/catalogue/resource-types";
import type { FieldErrors } from "#lib/core/errors";
import {
  type ConditionDraft,
  conditionDraftOf,
  noCondition,
  readCondition,
} from "./condition-draft.ts";

export type ActionDraft = {
  /** Tells lines apart while they are typed; names can be equal for a while. */
  key: number;
  name: string;
  sentence: string;
  risk: "low" | "medium" | "high" | "critical";
} & ConditionDraft;

export type TypeDraft = {
  type: string;
  name: string;
  description: string;
  ownerProperty: string;
  /** Whether tenant admins have its permissions without being given them. */
  builtInAdministrators: boolean;
  actions: readonly ActionDraft[];
};

export const blankType: TypeDraft = {
  type: "",
  name: "",
  description: "",
  ownerProperty: "",
  builtInAdministrators: false,
  actions: [],
};

/** Actions that the tenant has registered: Gatehouse's own stay as they are. */
export function ownActions({ actions }: ResourceTypeRow) {
  return actions.filter(({ permission }) => !isPermissionId(permission));
}

export function draftOf(row: ResourceTypeRow): TypeDraft {
  const { type, name, description, ownerProperty, builtInAdministrators } = row;
  return {
    type,
    name,
    description,
    ownerProperty: ownerProperty === OWNER_PROPERTY ? "" : ownerProperty,
    builtInAdministrators,
    actions: ownActions(row).map(({ name: action, sentence, risk, ...rest }, key) => ({
      key,
      name: action,
      sentence,
      risk,
      ...conditionDraftOf(rest),
    })),
  };
}

/** One more line at the end. */
export function withAction(draft: TypeDraft): TypeDraft {
  const key = Math.max(-1, ...draft.actions.map((action) => action.key)) + 1;
  const line: ActionDraft = { key, name: "", sentence: "", risk: "medium", ...noCondition };
  return { ...draft, actions: [...draft.actions, line] };
}

type TypeInput = z.input<typeof resourceTypeInput>;

/** What would be registered; null while something is missing or wrong, and why, by path. */
export function readType(draft: TypeDraft): { input: TypeInput | null; errors: FieldErrors } {
  const { type, name, description, ownerProperty, builtInAdministrators, actions } = draft;
  const input = {
    type: type.trim(),
    name: name.trim(),
    description: description.trim(),
    ownerProperty: ownerProperty.trim() || null,
    builtInAdministrators,
    actions: actions.map((action) => ({
      name: action.name.trim(),
      sentence: action.sentence.trim(),
      risk: action.risk,
      ...readCondition(action, actions),
    })),
  };
  const parsed = resourceTypeInput.safeParse(input);
  const errors: FieldErrors = {};
  for (const { path, message } of parsed.error?.issues ?? []) {
    if (!isEmpty(at(input, path))) errors[path.join(".")] ??= [message];
  }
  return { input: parsed.success ? input : null, errors };
}

/** What is only empty is not wrong yet: somebody is about to fill it in. */
function isEmpty(value: unknown): boolean {
  return value === "" || (Array.isArray(value) && value.length === 0);
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, name) =>
      typeof inner === "object" && inner !== null ? Reflect.get(inner, name) : undefined,
    value,
  );
}

/** The first thing that is wrong at a path or below it. */
export function errorWithin(errors: FieldErrors, path: string): string | undefined {
  const found = Object.entries(errors).find(
    ([where]) => where === path || where.startsWith(`${path}.`),
  );
  return found?.[1][0];
}
