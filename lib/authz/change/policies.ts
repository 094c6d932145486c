import type { PolicyFacts } from "../engine/facts.ts";
import { compilePolicy, type Policy } from "../engine/policy.ts";

/**
 * The tenant's policy, and what it would be with every module on, which is the very same while every one
 * is. Whoever gives something away, or takes somebody over, has to have it under both: while a module is
 * off nobody has anything in it, and as soon as it is on again everybody has what they were given.
 */
export function policiesOf(facts: PolicyFacts): { policy: Policy; open: Policy } {
  const policy = compilePolicy(facts);
  const isOpen = facts.disabledModules.length === 0;
  return { policy, open: isOpen ? policy : compilePolicy({ ...facts, disabledModules: [] }) };
}
