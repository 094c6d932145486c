import type { Policy } from "../../authz/engine/policy.ts";
import { breakingRoles, type HadMember, membersHad } from "../../authz/engine/separation.ts";
import { memberName, waysOf } from "../../authz/engine/separation-words.ts";
import { hadAt, type Violation, violationsOf } from "../../authz/engine/violations.ts";
import { type PersonFacts, readPeopleFacts } from "../../authz/store/read-facts.ts";
import { readTakingPart } from "../../authz/store/taking-part.ts";
import { byName } from "../../core/by-name.ts";
import type { Sql } from "../../platform/db.ts";
import type { Conflict, ConflictPart } from "./schema.ts";

/** Who has what the rules of the tenant keep apart, by the id of the rule, each list by name. */
export async function readConflicts(
  sql: Sql,
  tenantId: string,
  policy: Policy,
): Promise<Map<string, Conflict[]>> {
  const ids = await readTakingPart(sql, tenantId, policy);
  const now = Date.now();
  const people = [...(await readPeopleFacts(sql, tenantId, ids, new Date(now))).values()].sort(
    byName,
  );
  const conflicts = new Map<string, Conflict[]>();
  for (const person of people) {
    for (const found of conflictsOf(policy, person, now)) {
      const has = found.had.map((each) => partOf(policy, each));
      const from = found.from > now ? new Date(found.from).toISOString() : null;
      const all = conflicts.get(found.ruleId) ?? [];
      all.push({ id: person.userId, name: person.name, has, from });
      conflicts.set(found.ruleId, all);
    }
  }
  return conflicts;
}

/** The rules that somebody breaks, and the dynamic ones under which they have to choose now. */
export function conflictsOf(policy: Policy, person: PersonFacts, now: number): Violation[] {
  const broken = violationsOf(policy, person, now);
  const had = hadAt(person, now);
  const choices = policy.sodRules.flatMap((rule): Violation[] => {
    if (rule.kind === "static" || person.exceptions.some(({ ruleId }) => ruleId === rule.id)) {
      return [];
    }
    const members = membersHad(policy, rule, had);
    if (members.length < rule.limit) return [];
    return [{ ruleId: rule.id, had: members, from: now }];
  });
  const chosen = new Set(choices.map(({ ruleId }) => ruleId));
  return [...broken.filter(({ ruleId }) => !chosen.has(ruleId)), ...choices];
}

function partOf(policy: Policy, had: HadMember): ConflictPart {
  const { member } = had;
  const what = member.kind === "role" ? memberName(policy, member) : member.id;
  return { kind: member.kind, what, by: waysOf(policy, had) };
}

/** Roles that by themselves hold what a rule keeps apart, by the id of the rule, each list by name. */
export function namesOfBreaking(policy: Policy): Map<string, { id: string; name: string }[]> {
  const found = Map.groupBy(breakingRoles(policy), ({ rule }) => rule.id);
  return new Map(
    [...found].map(([ruleId, all]) => {
      const named = all.map(({ roleId }) => ({
        id: roleId,
        name: memberName(policy, { kind: "role", id: roleId }),
      }));
      return [ruleId, named.sort(byName)];
    }),
  );
}
