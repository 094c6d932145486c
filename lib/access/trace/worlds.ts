import type { Target } from "../../authz/engine/decide.ts";
import type { PolicyFacts } from "../../authz/engine/facts.ts";
import { compilePolicy, type Policy } from "../../authz/engine/policy.ts";
import { type PolicyHistory, policyAt } from "./policy-history.ts";
import { cut, type Span } from "./span.ts";
import { type TargetHistory, targetAt } from "./target-history.ts";

/** A time in which roles meant the same and the resource lay where it lay. */
export type World = Span & { facts: PolicyFacts; policy: Policy; target: Target | null };

/** The worlds of a span, one after another without a gap. */
export function worldsOf(
  span: Span,
  policy: PolicyHistory,
  target: TargetHistory | null,
): readonly World[] {
  const rows: (readonly Span[])[] = [
    ...Object.values(policy),
    ...(target ? target.rows.values() : []),
  ];
  const worlds: World[] = [];
  let last = "";
  for (const { from, to } of cut(span, rows.flat())) {
    const facts = policyAt(policy, from);
    const found = target && targetAt(target, from);
    const what = JSON.stringify([facts, found]);
    const previous = worlds.at(-1);
    if (previous && what === last) previous.to = to;
    else worlds.push({ from, to, facts, policy: compilePolicy(facts), target: found });
    last = what;
  }
  return worlds;
}

/** How the worlds' resources name their owners, in lower case. */
export function ownerKeysOf(worlds: readonly World[]): ReadonlySet<string> {
  return new Set(worlds.flatMap(({ target }) => target?.ownerKey ?? []));
}
