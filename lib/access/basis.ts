import { hasBit } from "../core/bits.ts";
import type { Access } from "./access.ts";
import type { Target } from "./decide.ts";

/** What allowed something: a role everywhere, a role on what one owns, or a grant on a resource. */
export type Basis =
  | { kind: "everywhere" | "own" }
  /** `key` as `keyOf` names the resource, or the type, that the grant was given on. */
  | { kind: "grant"; key: string };

/**
 * By what a decision was positive: the widest, where there is more than one. So whoever takes some of
 * it away later and asks again is told no too often, and never yes.
 * @returns null when the decision was negative.
 */
export function basisOf(access: Access, permission: string, target: Target | null): Basis | null {
  const index = access.policy.space.indexOf(permission);
  if (index === undefined) return null;
  const levels = (target?.keys ?? []).flatMap((key) => {
    const on = access.resources.get(key);
    return on ? [{ key, ...on }] : [];
  });
  if (hasBit(access.deny, index) || levels.some(({ deny }) => hasBit(deny, index))) return null;
  if (hasBit(access.allow, index)) return { kind: "everywhere" };
  const isOwner = target?.ownerKey != null && access.identifiers.includes(target.ownerKey);
  if (isOwner && hasBit(access.own, index)) return { kind: "own" };
  const granted = levels.findLast(({ allow }) => hasBit(allow, index));
  return granted ? { kind: "grant", key: granted.key } : null;
}
