import { hasBit } from "../../core/bits.ts";
import type { Access } from "./access.ts";
import type { Target } from "./decide.ts";

/** What allowed something: a role everywhere, a role on what one owns, or a grant on a resource. */
export type Basis =
  | { kind: "everywhere" | "own" }
  /** `key` as `keyOf` names the resource, or the type, that the grant was given on. */
  | { kind: "grant"; key: string };

// Thousands of decisions a second say by what: not a new object for each.
const everywhere: Basis = { kind: "everywhere" };
const own: Basis = { kind: "own" };

/**
 * By what a decision was positive: the widest, where there is more than one. So whoever takes some of
 * it away later and asks again is told no too often, and never yes.
 * @returns null when the decision was negative.
 */
export function basisOf(access: Access, permission: string, target: Target | null): Basis | null {
  const index = access.policy.space.indexOf(permission);
  if (index === undefined) return null;
  const isEverywhere = hasBit(access.allow, index);
  if (isEverywhere && (target === null || access.resources.size === 0)) return everywhere;
  if (hasBit(access.deny, index)) return null;
  let granted: string | null = null;
  for (const key of target?.keys ?? []) {
    const on = access.resources.get(key);
    if (!on) continue;
    if (hasBit(on.deny, index)) return null;
    if (hasBit(on.allow, index)) granted = key;
  }
  if (isEverywhere) return everywhere;
  const isOwner = target?.ownerKey != null && access.identifiers.includes(target.ownerKey);
  if (isOwner && hasBit(access.own, index)) return own;
  return granted === null ? null : { kind: "grant", key: granted };
}
