import { type Bits, hasBit, listBits } from "../../core/bits.ts";
import type { Policy } from "./policy.ts";

/** How the resource map names a resource, or with null every resource of a type. */
export function keyOf(type: string, id: string | null): string {
  return id === null ? type : `${type}/${id}`;
}

/**
 * A small number that two keys rarely share (FNV-1a, folded to 15 bits), to compare before the texts
 * themselves are.
 */
export function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return ((hash >>> 17) ^ hash) & 0x7fff;
}

/**
 * What the bits say of a permission. `no` and `yes` hold on every resource; the others hold unless the
 * resource says otherwise, `own` on what the person owns.
 */
export const answers = { no: 0, yes: 1, ownElseRules: 2, noElseRules: 3, yesElseRules: 4 } as const;

/**
 * The bits turned round for asking. Thousands of people are asked about in turn, and what a decision
 * costs is how many places in memory it touches: a string lies in one piece, and is read in two of them.
 *
 * Each permission has two characters, in the order of the permission space: its answer in the three
 * lowest bits of the first, and in the others and the second the number of its first rule. Another such
 * pair ends the last permission's rules. Then each rule has one character, ordered by permission
 * and then by hash: its effect in the highest bit (1 allows), in the others the hash of its key.
 */
export type DecisionTable = {
  table: string;
  /** The key of each rule: two keys can have the same hash. */
  ruleKeys: readonly string[];
};

type Rule = { key: string; hash: number; allows: 0 | 1 };

type Compiled = {
  policy: Policy;
  allow: Bits;
  own: Bits;
  deny: Bits;
  resources: ReadonlyMap<string, { allow: Bits; deny: Bits }>;
};

/** Whatever a decision needs, in the form in which it is asked. */
export function tableOf(compiled: Compiled): DecisionTable {
  const rulesOf = rulesByPermission(compiled);
  const codes: number[] = [];
  let place = 0;
  for (const [index, rules] of rulesOf.entries()) {
    const answer = answerOf(compiled, index, rules.length > 0);
    codes.push(answer | ((place >>> 16) << 3), place & 0xffff);
    place += rules.length;
  }
  codes.push((place >>> 16) << 3, place & 0xffff);
  const rules = rulesOf.flat();
  for (const { hash, allows } of rules) codes.push((allows << 15) | hash);
  return { table: textOf(codes), ruleKeys: rules.map(({ key }) => key) };
}

function rulesByPermission({ policy, resources }: Compiled): Rule[][] {
  const rulesOf = policy.space.ids.map((): Rule[] => []);
  for (const [key, { allow, deny }] of resources) {
    const hash = hashOf(key);
    for (const index of listBits(deny)) rulesOf[index]?.push({ key, hash, allows: 0 });
    for (const index of listBits(allow)) rulesOf[index]?.push({ key, hash, allows: 1 });
  }
  for (const rules of rulesOf) rules.sort((a, b) => a.hash - b.hash);
  return rulesOf;
}

function answerOf({ allow, own, deny }: Compiled, index: number, hasRules: boolean): number {
  if (hasBit(deny, index)) return answers.no;
  if (hasBit(allow, index)) return hasRules ? answers.yesElseRules : answers.yes;
  if (hasBit(own, index)) return answers.ownElseRules;
  return hasRules ? answers.noElseRules : answers.no;
}

/** What a call may have as arguments is bounded. */
const CODES_AT_ONCE = 8_192;

function textOf(codes: readonly number[]): string {
  let text = "";
  for (let at = 0; at < codes.length; at += CODES_AT_ONCE) {
    text += String.fromCharCode(...codes.slice(at, at + CODES_AT_ONCE));
  }
  return text;
}

/** One of `answers`. */
export function answerAt(table: string, index: number): number {
  return table.charCodeAt(index * 2) & 7;
}

/** The number of a permission's first rule, and for one after the last the number of rules. */
export function firstRuleAt(table: string, index: number): number {
  return ((table.charCodeAt(index * 2) >>> 3) << 16) | table.charCodeAt(index * 2 + 1);
}

/** The effect and the hash of a rule, in a table of so many permissions. */
export function ruleAt(table: string, permissions: number, rule: number): number {
  return table.charCodeAt((permissions + 1) * 2 + rule);
}

export function hashOfRule(rule: number): number {
  return rule & 0x7fff;
}

export function allows(rule: number): boolean {
  return rule >>> 15 === 1;
}
