import { type Access, compileAccess, nobody } from "../../authz/engine/access.ts";
import { compareAccess } from "../../authz/engine/blast-radius.ts";
import type { Policy } from "../../authz/engine/policy.ts";
import type { PersonFacts } from "../../authz/store/read-facts.ts";

/**
 * What somebody could do with each of these roles that they cannot do now, by role id: what
 * `changeAccess` would find if they had it.
 */
export function gainsOf(
  policy: Policy,
  person: PersonFacts | undefined,
  roleIds: readonly string[],
) {
  const { holdings, grants, exceptions } = person ?? nobody;
  const facts = { ...nobody, holdings, grants, exceptions };
  const now = Date.now();
  const compile = (more: readonly string[]): Access => {
    const added = more.map((roleId) => ({ roleId, via: null, startsAt: null, endsAt: null }));
    return compileAccess(policy, { ...facts, holdings: [...holdings, ...added] }, now, "all");
  };
  const before = compile([]);
  return new Map(roleIds.map((id) => [id, compareAccess(before, compile([id]))]));
}
