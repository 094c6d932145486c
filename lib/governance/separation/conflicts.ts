import type { SodRuleFact } from "../../authz/engine/facts.ts";
import type { Policy } from "../../authz/engine/policy.ts";
import {
  breakingRoles,
  type HadMember,
  membersHad,
  onlyRole,
  takingPart,
} from "../../authz/engine/separation.ts";
import { memberName, waysOf } from "../../authz/engine/separation-words.ts";
import { hadAt, type Violation, violationsOf } from "../../authz/engine/violations.ts";
import { type PersonFacts, readPeopleFacts } from "../../authz/store/read-facts.ts";
import { hasBit, setBit } from "../../core/bits.ts";
import { byName } from "../../core/by-name.ts";
import type { Sql } from "../../platform/db.ts";
import type { Conflict, ConflictPart } from "./schema.ts";

// Two of what takes part, or one that is enough by itself.
const findCandidates = `
  SELECT user_id AS id FROM (
    SELECT user_id, role AS what FROM role_assignments
      WHERE tenant_id = $1::uuid AND role = ANY ($2::text[])
    UNION SELECT m.user_id, r.role FROM group_members m JOIN group_roles r
        ON r.tenant_id = m.tenant_id AND r.group_id = m.group_id
      WHERE m.tenant_id = $1::uuid AND r.role = ANY ($2::text[])
    UNION SELECT user_id, permission FROM resource_grants
      WHERE tenant_id = $1::uuid AND user_id IS NOT NULL AND effect = 'allow'
        AND permission = ANY ($3::text[])
    UNION SELECT m.user_id, x.permission FROM group_members m JOIN resource_grants x
        ON x.tenant_id = m.tenant_id AND x.group_id = m.group_id
      WHERE m.tenant_id = $1::uuid AND x.effect = 'allow' AND x.permission = ANY ($3::text[])
  ) held GROUP BY user_id HAVING count(*) >= 2 OR bool_or(what = ANY ($4::text[]))`;

/** Who has what the rules of the tenant keep apart, by the id of the rule, each list by name. */
export async function readConflicts(
  sql: Sql,
  tenantId: string,
  policy: Policy,
): Promise<Map<string, Conflict[]>> {
  const rows = await sql<{ id: string }>(findCandidates, [tenantId, ...concernedBy(policy)]);
  const ids = rows.map(({ id }) => id);
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

/** The roles and the granted permissions that make somebody have something of a rule, and those that are enough alone. */
function concernedBy(policy: Policy): [roles: string[], permissions: string[], enough: string[]] {
  const { sodRules, space } = policy;
  // Each role alone: denials of the others do not count, because nobody has all of them.
  const roles = [...policy.roles.keys()].filter((id) =>
    sodRules.some((rule) => takingPart(policy, rule, onlyRole(id)).length > 0),
  );
  const named = space.none();
  for (const id of sodRules.flatMap((rule) => rule.permissions)) {
    const index = space.indexOf(id);
    if (index !== undefined) setBit(named, index);
  }
  const permissions = space.ids.filter((given) =>
    space.allowedWith(given).some((word, at) => (word & (named[at] ?? 0)) !== 0),
  );
  const enough = permissions.filter((given) =>
    sodRules.some((rule) => membersGiven(policy, rule, given) >= rule.limit),
  );
  const breaking = breakingRoles(policy).map(({ roleId }) => roleId);
  return [roles, permissions, [...enough, ...breaking]];
}

function membersGiven({ space }: Policy, { permissions }: SodRuleFact, given: string): number {
  const gives = space.allowedWith(given);
  return permissions.filter((id) => hasBit(gives, space.indexOf(id) ?? -1)).length;
}

/** The rules that somebody breaks, and the dynamic ones under which they have to choose now. */
function conflictsOf(policy: Policy, person: PersonFacts, now: number): Violation[] {
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
