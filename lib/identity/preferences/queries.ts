import type { Actor } from "../../authz/guard/actor.ts";
import { cached } from "../../platform/cache.ts";
import { withTenant } from "../../platform/db.ts";
import { defaultPreferences, type Preferences } from "./schema.ts";
import { preferencesOf, preferencesTag, requirePerson } from "./stored.ts";

/**
 * A person's own preferences; needs no permission.
 * @throws GatehouseError permission_denied for whoever is not a person.
 */
export async function getPreferences(actor: Actor): Promise<Preferences> {
  requirePerson(actor);
  const { tenantId, id: userId } = actor;
  return cached(
    "preferences",
    { tenantId, id: userId, tags: [preferencesTag(userId)] },
    async () => {
      const row = await withTenant(tenantId, (tx) =>
        tx.preferences.findUnique({ where: { tenantId_userId: { tenantId, userId } } }),
      );
      return row ? preferencesOf(row) : defaultPreferences;
    },
  );
}
