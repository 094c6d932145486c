import { defineAction } from "../../action/define-action.ts";
import { invalidateTags } from "../../platform/cache.ts";
import { type Preferences, preferencesInput } from "./schema.ts";
import { preferencesOf, preferencesTag, requirePerson } from "./stored.ts";

/** Changes the actor's own preferences, only those given, and returns all of them. */
export const updatePreferences = defineAction({
  permission: "self",
  input: preferencesInput,
  run: async (tx, input, actor) => {
    requirePerson(actor);
    const key = { tenantId: actor.tenantId, userId: actor.id };
    const where = { tenantId_userId: key };
    const updatedAt = new Date();
    // Locks the row, which may be new, and changes none of the choices: they are the ones before.
    const stored = await tx.preferences.upsert({ where, create: key, update: { updatedAt } });
    const before = preferencesOf(stored);
    const after = preferencesOf(
      await tx.preferences.update({ where, data: { ...input, updatedAt } }),
    );
    const target = { type: "user", id: actor.id, name: actor.name };
    return {
      data: after,
      events: [{ action: "preferences.updated", target, details: difference(before, after) }],
    };
  },
  effects: (_data, _input, actor) => invalidateTags(actor.tenantId, [preferencesTag(actor.id)]),
});

/** The choices that are not what they were, each as it was and as it is. */
function difference(before: Preferences, after: Preferences) {
  const keys = Object.keys(after) as (keyof Preferences)[];
  const changed = keys.filter((key) => before[key] !== after[key]);
  const only = (from: Preferences) => Object.fromEntries(changed.map((key) => [key, from[key]]));
  return { before: only(before), after: only(after) };
}
