import {
  categories,
  type PermissionCategory,
  permissionName,
} from "#components/access/permission-words.ts";
import type { SearchGroup } from "#components/ui/search-select.tsx";
import { listPermissions } from "#lib/access/roles/queries";
import { permissionIds, permissions } from "#lib/authz/catalogue/permissions";
import { resourceTypes } from "#lib/authz/catalogue/resource-types";
import type { Actor } from "#lib/authz/guard/actor";
import { requirePermission } from "#lib/authz/guard/grant";

type Choice = { id: string; sentence: string; category: PermissionCategory; on: string | null };

/** What can be asked about. */
export type Choices = { groups: SearchGroup[]; types: string[]; isKnown: (id: string) => boolean };

/** Every permission there is; who may not see roles chooses among Gatehouse's own. */
export async function loadChoices(actor: Actor): Promise<Choices> {
  const all = await readChoices(actor);
  const groups = Map.groupBy(all, ({ category }) => category);
  const registered = all.flatMap(({ on }) => on ?? []);
  const ids = new Set(all.map(({ id }) => id));
  return {
    groups: categories.flatMap((category) => {
      const items = groups.get(category)?.map(({ id, sentence }) => ({
        value: id,
        label: permissionName(id),
        hint: id,
        keywords: sentence,
      }));
      return items ? [{ heading: category, items }] : [];
    }),
    types: [...new Set([...Object.keys(resourceTypes), ...registered])],
    isKnown: (id) => ids.has(id),
  };
}

async function readChoices(actor: Actor): Promise<Choice[]> {
  if (actor.permissions.has("role.read")) {
    return listPermissions(await requirePermission(actor, "role.read"));
  }
  return permissionIds.map((id) => ({ id, on: null, ...permissions[id] }));
}
