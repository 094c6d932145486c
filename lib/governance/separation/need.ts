import { compilePolicy, type Policy } from "../../authz/engine/policy.ts";
import {
  type PersonFacts,
  readPeopleFacts,
  readPolicyFacts,
} from "../../authz/store/read-facts.ts";
import type { Sql } from "../../platform/db.ts";
import { conflictsOf } from "./conflicts.ts";
import type { ExceptionNeed } from "./schema.ts";

export type About = { ruleId: string; userId: string };

type Asked = { userId: string; roleId: string; roleName: string };

// As long as a request can be decided: `LAPSE_DAYS` of requests.
const findAsked = `
  SELECT user_id AS "userId", role_id AS "roleId", role_name AS "roleName" FROM access_requests
  WHERE tenant_id = $1 AND user_id = ANY ($2::uuid[]) AND state = 'pending'
    AND created_at > now() - interval '7 days'
  ORDER BY created_at`;

/** For what each of these exceptions is needed, in their order; for nobody who is gone. */
export async function readNeeds(
  sql: Sql,
  tenantId: string,
  all: readonly About[],
): Promise<ExceptionNeed[]> {
  if (all.length === 0) return [];
  const ids = [...new Set(all.map(({ userId }) => userId))];
  const policy = compilePolicy(await readPolicyFacts(sql, tenantId));
  const people = await readPeopleFacts(sql, tenantId, ids, new Date(), "now", "all");
  const asked = await sql<Asked>(findAsked, [tenantId, ids]);
  return all.map(({ ruleId, userId }) => {
    const person = people.get(userId);
    const own = asked.filter((each) => each.userId === userId);
    return person ? needOf(policy, person, ruleId, own) : { by: "nothing" };
  });
}

function needOf(
  policy: Policy,
  person: PersonFacts,
  ruleId: string,
  asked: readonly Asked[],
): ExceptionNeed {
  const now = Date.now();
  const breaksWith = (roleIds: readonly string[]) => {
    const given = roleIds.map((roleId) => ({ roleId, via: null, startsAt: null, endsAt: null }));
    const facts = { ...person, exceptions: [], holdings: [...person.holdings, ...given] };
    return conflictsOf(policy, facts, now).some((each) => each.ruleId === ruleId);
  };
  if (breaksWith([])) return { by: "held" };
  const role = asked.find(({ roleId }) => breaksWith([roleId]));
  return role ? { by: "asked", role: role.roleName } : { by: "nothing" };
}
