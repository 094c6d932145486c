import { type Access, compileAccess } from "./access.ts";
import { compareAccess, type Reaching } from "./blast-radius.ts";
import type { PrincipalFacts, SodRuleFact } from "./facts.ts";
import type { Policy } from "./policy.ts";
import { type Had, isBroken, membersHad } from "./separation.ts";
import { hadAt, isExcepted, momentsFrom } from "./violations.ts";

/** What decides about somebody, before a change or after it. */
type Side = { policy: Policy; facts: PrincipalFacts };

/** What a change alters in what somebody can use, of what they have before it and after it. */
export type UseChange = {
  /** What they had to choose before they could use it, and can use together with the rest. */
  gained: Reaching[];
  /** What they could use, and cannot any more in a session that has not chosen. */
  lost: Reaching[];
  /** Names of the rules that asked more of them before. */
  freedFrom: string[];
};

/**
 * What dynamic separation of duty gives somebody the use of, and takes from them until they choose, from a
 * moment on. What they come to have and cease to have is not in it: `compareAccess` says that.
 * @param from in milliseconds since 1970.
 */
export function compareUse(before: Side, after: Side, from: number): UseChange {
  const [gained, lost] = [new Map<string, Reaching>(), new Map<string, Reaching>()];
  const freedFrom = new Set<string>();
  const moments = new Set([...momentsFrom(before.facts, from), ...momentsFrom(after.facts, from)]);
  for (const at of moments) {
    const [was, is] = [compiled(before, at), compiled(after, at)];
    for (const each of lostUse(was.access, is)) lost.set(keyOf(each), each);
    const rules = loosened(before, after, at);
    for (const { name } of rules) freedFrom.add(name);
    if (rules.length === 0) continue;
    for (const each of waitingIn(was)) gained.set(keyOf(each), each);
  }
  return {
    gained: [...gained.values()],
    lost: [...lost.values()],
    freedFrom: [...freedFrom].sort(),
  };
}

/** Somebody's session that has chosen nothing, and how to compile what it could choose. */
type Compiled = { access: Access; all: () => Access };

function compiled({ policy, facts }: Side, at: number): Compiled {
  return {
    access: compileAccess(policy, facts, at),
    all: () => compileAccess(policy, facts, at, "all"),
  };
}

/** What somebody has and cannot use until they choose. */
function waitingIn({ access, all }: Compiled): Reaching[] {
  return access.inactive.length === 0 ? [] : compareAccess(access, all()).gained;
}

function lostUse(was: Access, is: Compiled): Reaching[] {
  const waiting = new Set(waitingIn(is).map(keyOf));
  if (waiting.size === 0) return [];
  return compareAccess(was, is.access).lost.filter(
    (each) => waiting.has(keyOf(each)) || waiting.has(`${each.permission} everywhere`),
  );
}

/** The rules under which somebody has to choose, and would have to less, or not at all, if they had the same. */
function loosened(before: Side, after: Side, at: number): SodRuleFact[] {
  const had = hadAt(before.facts, at);
  return before.policy.sodRules.filter((rule) => {
    if (rule.kind !== "dynamic" || isExcepted(before.facts, rule.id, at)) return false;
    if (!isBroken(before.policy, rule, had)) return false;
    const next = after.policy.sodRules.find(({ id }) => id === rule.id);
    if (next?.kind !== "dynamic" || isExcepted(after.facts, rule.id, at)) return true;
    const counted = countedOf(before.policy, rule, had);
    return next.limit > rule.limit || !counted.isSubsetOf(countedOf(before.policy, next, had));
  });
}

function countedOf(policy: Policy, rule: SodRuleFact, had: Had): Set<string> {
  return new Set(membersHad(policy, rule, had).map(({ member }) => `${member.kind} ${member.id}`));
}

function keyOf({ permission, reach }: Reaching): string {
  return `${permission} ${reach}`;
}
