import { hasBit, setBit } from "../../core/bits.ts";
import type { Sql } from "../../platform/db.ts";
import type { SodRuleFact } from "../engine/facts.ts";
import type { Policy } from "../engine/policy.ts";
import { breakingRoles, onlyRole, takingPart } from "../engine/separation.ts";

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

/**
 * The ids of everybody who may have, now or later, what one of the policy's separations of duty keeps
 * apart: all of those, and some who have less.
 */
export async function readTakingPart(
  sql: Sql,
  tenantId: string,
  policy: Policy,
): Promise<string[]> {
  if (policy.sodRules.length === 0) return [];
  const rows = await sql<{ id: string }>(findCandidates, [tenantId, ...concernedBy(policy)]);
  return rows.map(({ id }) => id);
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
