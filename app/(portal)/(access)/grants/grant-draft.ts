import type { z } from "zod";
import { always, type Window } from "#components/access/window-fields.tsx";
import type { SearchOption } from "#components/ui/search-select.tsx";
import { createGrantInput } from "#lib/access/grants/schema";
import type { FoundPerson } from "../../(identity)/person-picker/actions.ts";

/** A permission that can be given on resources, and on which types. */
export type PermissionChoice = SearchOption & { category: string; types: readonly string[] };
export type TypeChoice = { value: string; label: string };

/** What can be chosen in the dialog. */
export type GrantChoices = {
  permissions: readonly PermissionChoice[];
  types: readonly TypeChoice[];
  groups: readonly SearchOption[];
  canFindPeople: boolean;
};

export type GrantDraft = Window & {
  receiver: "person" | "group";
  person: FoundPerson | null;
  groupId: string;
  permission: string;
  effect: "allow" | "deny";
  type: string;
  scope: "one" | "every";
  id: string;
};

export const blankGrant: GrantDraft = {
  ...always,
  receiver: "person",
  person: null,
  groupId: "",
  permission: "",
  effect: "allow",
  type: "",
  scope: "one",
  id: "",
};

type GrantInput = z.input<typeof createGrantInput>;

/** What would be given; `input` is null while something is not chosen yet. */
export function readGrant(draft: GrantDraft): {
  input: GrantInput | null;
  problem: string | undefined;
} {
  const { receiver, person, groupId, permission, effect, type, scope } = draft;
  const { startsAt, endsAt } = draft;
  const id = draft.id.trim();
  const to = receiver === "person" ? { userId: person?.id ?? "" } : { groupId };
  const isComplete = permission !== "" && type !== "" && (scope === "every" || id !== "");
  const input = {
    ...to,
    permission,
    effect,
    resourceType: type,
    resourceId: scope === "every" ? null : id,
    startsAt,
    endsAt,
  };
  const parsed = createGrantInput.safeParse(input);
  const problem = parsed.error?.issues.find(({ path }) => path[0] === "endsAt")?.message;
  return { input: isComplete && parsed.success ? input : null, problem };
}

/** Types on which the permission can be given, its own first; all while none is chosen. */
export function typesFor(
  { permissions, types }: Pick<GrantChoices, "permissions" | "types">,
  permission: string,
): readonly TypeChoice[] {
  const choice = permissions.find(({ value }) => value === permission);
  if (!choice) return types;
  return choice.types.flatMap((type) => types.find(({ value }) => value === type) ?? []);
}

/** Another permission keeps the type while it still can be given there. */
export function withPermission(
  draft: GrantDraft,
  choices: Pick<GrantChoices, "permissions" | "types">,
  permission: string,
): GrantDraft {
  const types = typesFor(choices, permission).map(({ value }) => value);
  const own = types.at(0) ?? "";
  return { ...draft, permission, type: types.includes(draft.type) ? draft.type : own };
}
