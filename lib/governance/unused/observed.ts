import { isBuiltInRole } from "../../authz/catalogue/roles.ts";
import type { RoleFact } from "../../authz/engine/facts.ts";
import { descendantsOf, parentsOf, withAncestors } from "../../authz/engine/policy.ts";
import type { RoleAge } from "./read-uses.ts";
import type { Observed } from "./schema.ts";

const DAY_MS = 86_400_000;
/** Work that comes once a month must have had its turn before something is called unused. */
const ENOUGH_DAYS = 30;

/**
 * Since when it can be known what of a role is used: uses are recorded, somebody has it, or a role that
 * inherits from it, and neither it nor what it inherits from was changed.
 * @param recordedSince the first day, in UTC, of which anything is known.
 */
export function observedOf(
  roleId: string,
  roles: readonly RoleFact[],
  ages: ReadonlyMap<string, RoleAge>,
  recordedSince: string | null,
  now: number,
): Observed | null {
  const reaching = [...descendantsOf([roleId], roles)];
  const held = reaching.flatMap((id) => ages.get(id)?.heldSince ?? []);
  if (recordedSince === null || held.length === 0) return null;
  // What built-in roles say is in the code: their rows say when the tenant was made.
  const byId = new Map(roles.map((role) => [role.id, role]));
  const changed = [...withAncestors(roleId, (id) => parentsOf(byId.get(id)))]
    .filter((id) => !isBuiltInRole(id))
    .flatMap((id) => ages.get(id)?.changedAt ?? []);
  const since = Math.max(Date.parse(`${recordedSince}T00:00:00Z`), Math.min(...held), ...changed);
  const enoughFrom = since + ENOUGH_DAYS * DAY_MS;
  return {
    since: new Date(since).toISOString(),
    enoughFrom: new Date(enoughFrom).toISOString(),
    isEnough: enoughFrom <= now,
  };
}
