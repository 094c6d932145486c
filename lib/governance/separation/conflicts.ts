import type { Policy } from "../../authz/engine/policy.ts";
import { isBroken, takingPart } from "../../authz/engine/separation.ts";
import { rolesAt, type Violation, violationsOf } from "../../authz/engine/violations.ts";
import { type PersonFacts, readPeopleFacts } from "../../authz/store/read-facts.ts";
import { byName } from "../../core/by-name.ts";
import type { Sql } from "../../platform/db.ts";
import type { Conflict } from "./schema.ts";

// One role alone breaks nothing: roles that would are refused.
const findCandidates = `
  SELECT user_id AS id FROM (
    SELECT user_id, role FROM role_assignments WHERE tenant_id = $1::uuid AND role = ANY ($2::text[])
    UNION SELECT m.user_id, r.role FROM group_members m JOIN group_roles r
        ON r.tenant_id = m.tenant_id AND r.group_id = m.group_id
      WHERE m.tenant_id = $1::uuid AND r.role = ANY ($2::text[])
  ) held GROUP BY user_id HAVING count(*) >= 2`;

/** Who has roles that the rules of the tenant keep apart, by the id of the rule, each list by name. */
export async function readConflicts(
  sql: Sql,
  tenantId: string,
  policy: Policy,
): Promise<Map<string, Conflict[]>> {
  const roleIds = [...policy.roles.keys()];
  const concerned = new Set(policy.sodRules.flatMap((rule) => takingPart(policy, rule, roleIds)));
  const rows = await sql<{ id: string }>(findCandidates, [tenantId, [...concerned]]);
  const ids = rows.map(({ id }) => id);
  const now = Date.now();
  const people = [...(await readPeopleFacts(sql, tenantId, ids, new Date(now))).values()].sort(
    byName,
  );
  const conflicts = new Map<string, Conflict[]>();
  for (const person of people) {
    for (const found of [...violationsOf(policy, person, now), ...choicesOf(policy, person, now)]) {
      const roles = found.roleIds.map((id) => policy.roles.get(id)?.held.name ?? id).sort();
      const from = found.from > now ? new Date(found.from).toISOString() : null;
      const all = conflicts.get(found.ruleId) ?? [];
      all.push({ id: person.userId, name: person.name, roles, from });
      conflicts.set(found.ruleId, all);
    }
  }
  return conflicts;
}

/** The dynamic rules under which somebody has to choose now. */
function choicesOf(policy: Policy, person: PersonFacts, now: number): Violation[] {
  const held = rolesAt(person, now);
  return policy.sodRules
    .filter(
      (rule) =>
        rule.kind === "dynamic" &&
        !person.exceptions.some(({ ruleId }) => ruleId === rule.id) &&
        isBroken(policy, rule, held),
    )
    .map((rule) => ({ ruleId: rule.id, roleIds: takingPart(policy, rule, held), from: now }));
}
