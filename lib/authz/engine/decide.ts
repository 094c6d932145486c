import { identifierKey } from "../../core/identifier.ts";
import { isPermissionId, type PermissionId } from "../catalogue/permissions.ts";
import type { Access } from "./access.ts";
import {
  allows,
  answerAt,
  answers,
  firstRuleAt,
  hashOf,
  hashOfRule,
  keyOf,
  ruleAt,
} from "./decision-table.ts";

/** The resource of a question, and what lies above it; made by `targetOf`. */
export type Target = {
  type: string;
  id: string;
  /** Whoever owns it, as its product names people; null when nobody says. */
  owner: string | null;
  /** `owner` as a person's identifiers are written. */
  ownerKey: string | null;
  /** Its parent, the parent's parent and so on. */
  ancestors: readonly { type: string; id: string }[];
  /** How `keyOf` names it, its type, and each of its ancestors and theirs. */
  keys: readonly string[];
  /** `hashOf` each of the keys as a character: a string lies in one piece. */
  hashes: string;
};

/** A target ready for deciding, so that whoever asks often makes it once. */
export function targetOf({
  type,
  id,
  owner,
  ancestors,
}: Pick<Target, "type" | "id" | "owner" | "ancestors">): Target {
  const keys = [{ type, id }, ...ancestors].flatMap((each) => [
    keyOf(each.type, each.id),
    keyOf(each.type, null),
  ]);
  const ownerKey = owner === null ? null : identifierKey(owner);
  const hashes = String.fromCharCode(...keys.map(hashOf));
  return { hashes, keys, ownerKey, type, id, owner, ancestors };
}

/**
 * The one decision of Gatehouse, for pages, actions, the API, WebSockets and the decision API. A
 * denial wins wherever it was said: in any role, on the resource, or on anything above it. Whatever
 * is unknown is denied.
 * @param target null asks about the tenant as a whole.
 */
export function decide(access: Access, permission: string, target: Target | null = null): boolean {
  const index = access.policy.space.indexOf(permission);
  if (index === undefined) return false;
  const answer = answerAt(access.table, index);
  if (answer === answers.yes) return true;
  if (answer === answers.no) return false;
  if (!target) return answer === answers.yesElseRules;
  const isAllowed =
    answer === answers.yesElseRules || (answer === answers.ownElseRules && owns(access, target));
  return followRules(access, index, target, isAllowed);
}

/** What the resource itself, its type and all that lies above it say. */
function followRules(
  { policy, table, ruleKeys }: Access,
  index: number,
  { hashes, keys }: Target,
  isAllowed: boolean,
): boolean {
  const permissions = policy.space.ids.length;
  const first = firstRuleAt(table, index);
  const end = firstRuleAt(table, index + 1);
  let allowed = isAllowed;
  for (let level = 0; level < hashes.length; level++) {
    const hash = hashes.charCodeAt(level);
    let number = findHash(table, permissions, first, end, hash);
    for (; number < end; number++) {
      const rule = ruleAt(table, permissions, number);
      if (hashOfRule(rule) !== hash) break;
      if (keys[level] !== ruleKeys[number]) continue;
      if (!allows(rule)) return false;
      allowed = true;
    }
  }
  return allowed;
}

/** The first of a permission's rules, which are in the order of their hashes, that has no lower one. */
function findHash(
  table: string,
  permissions: number,
  first: number,
  end: number,
  hash: number,
): number {
  let low = first;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (hashOfRule(ruleAt(table, permissions, middle)) < hash) low = middle + 1;
    else high = middle;
  }
  return low;
}

function owns({ identifiers }: Access, { ownerKey }: Target): boolean {
  return ownerKey !== null && identifiers.includes(ownerKey);
}

/** The catalogue's permissions that hold everywhere in the tenant, in the catalogue's order. */
export function permissionsEverywhere(access: Access): PermissionId[] {
  return access.policy.space.ids.filter(
    (id): id is PermissionId => isPermissionId(id) && decide(access, id),
  );
}

/** Whether the answer can differ between resources, so that it matters where one lies. */
export function dependsOnResource(access: Access, permission: string): boolean {
  const index = access.policy.space.indexOf(permission);
  if (index === undefined) return false;
  const answer = answerAt(access.table, index);
  return answer !== answers.yes && answer !== answers.no;
}
