import { type Bits, hasBit, listBits } from "../core/bits.ts";
import type { Policy } from "./policy.ts";

/** How the resource map names a resource, or with null every resource of a type. */
export function keyOf(type: string, id: string | null): string {
  return id === null ? type : `${type}/${id}`;
}

/** A small number that two keys rarely share (FNV-1a, 30 bits), to compare instead of texts. */
export function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return hash & 0x3fffffff;
}

/**
 * What the bits say of a permission, as character codes. `no` and `yes` hold on every resource; the
 * others hold unless the resource says otherwise, `own` on what the person owns.
 */
export const answers = {
  no: 48,
  yes: 49,
  ownElseRules: 50,
  noElseRules: 51,
  yesElseRules: 52,
} as const;

/**
 * The bits turned round for asking: thousands of people are asked about in turn, so what counts is how
 * many places in memory a decision touches.
 */
export type DecisionTable = {
  /** One of `answers` for each permission: a string lies in one piece. */
  answers: string;
  /** What single resources and types say, in pairs: the permission's number, doubled, plus one when
   * it is allowed; then the hash of the key. */
  rules: readonly number[];
  /** The key of each rule. */
  ruleKeys: readonly string[];
};

type Compiled = {
  policy: Policy;
  allow: Bits;
  own: Bits;
  deny: Bits;
  resources: ReadonlyMap<string, { allow: Bits; deny: Bits }>;
};

/** Whatever a decision needs, in the form in which it is asked. */
export function tableOf({
  policy: { space },
  allow,
  own,
  deny,
  resources,
}: Compiled): DecisionTable {
  const rules: number[] = [];
  const ruleKeys: string[] = [];
  const onResources = new Set<number>();
  for (const [key, on] of resources) {
    const hash = hashOf(key);
    for (const [bits, allows] of [[on.deny, 0] as const, [on.allow, 1] as const]) {
      for (const index of listBits(bits)) {
        rules.push(index * 2 + allows, hash);
        ruleKeys.push(key);
        onResources.add(index);
      }
    }
  }
  const codes = space.ids.map((_, index) => {
    if (hasBit(deny, index)) return answers.no;
    if (hasBit(allow, index)) return onResources.has(index) ? answers.yesElseRules : answers.yes;
    if (hasBit(own, index)) return answers.ownElseRules;
    return onResources.has(index) ? answers.noElseRules : answers.no;
  });
  return { answers: String.fromCharCode(...codes), rules, ruleKeys };
}
