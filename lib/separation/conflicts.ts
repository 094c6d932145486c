import type { SodRuleFact } from "../access/facts.ts";
import type { Policy } from "../access/policy.ts";
import { type PersonFacts, readPeopleFacts } from "../access/read-facts.ts";
import { isBroken, takingPart } from "../access/separation.ts";
import { rolesAt, violationsOf } from "../access/violations.ts";
import type { Sql } from "../platform/db.ts";
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
    (a, b) => a.name.localeCompare(b.name),
  );
  return new Map(
    policy.sodRules.map((rule) => [
      rule.id,
      people.flatMap((person) => conflictOf(policy, rule, person, now) ?? []),
    ]),
  );
}

function conflictOf(
  policy: Policy,
  rule: SodRuleFact,
  person: PersonFacts,
  now: number,
): Conflict | null {
  const found =
    rule.kind === "static"
      ? violationsOf(policy, person, now).find(({ ruleId }) => ruleId === rule.id)
      : toChoose(policy, rule, person, now);
  if (!found) return null;
  const roles = found.roleIds.map((id) => policy.roles.get(id)?.held.name ?? id).sort();
  const from = found.from > now ? new Date(found.from).toISOString() : null;
  return { id: person.userId, name: person.name, roles, from };
}

function toChoose(policy: Policy, rule: SodRuleFact, person: PersonFacts, now: number) {
  const held = rolesAt(person, now);
  if (person.exceptions.some(({ ruleId }) => ruleId === rule.id)) return undefined;
  if (!isBroken(policy, rule, held)) return undefined;
  return { roleIds: takingPart(policy, rule, held), from: now };
}
