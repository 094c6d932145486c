import { type Access, accessOfScopes, compileAccess } from "../../lib/authz/engine/access.ts";
import { decide, type Target } from "../../lib/authz/engine/decide.ts";
import type { PrincipalFacts, Window } from "../../lib/authz/engine/facts.ts";
import { compilePolicy } from "../../lib/authz/engine/policy.ts";
import { readPeopleFacts, readPolicyFacts } from "../../lib/authz/store/read-facts.ts";
import { readTarget } from "../../lib/authz/store/read-target.ts";
import { type Sql, withTenantSnapshot } from "../../lib/platform/db.ts";
import { about, asked } from "./world.ts";

/** What somebody may do, or could come to do, one line each. */
export type Lines = ReadonlySet<string>;

/** Says of a line that a session can do so that has chosen none of the roles that exclude each other. */
export const UNCHOSEN = " without choosing";

/**
 * What people, and the keys for which they answer, may do or could come to do without anybody doing
 * anything for it: when what begins later has begun, whichever of their roles they choose, once disabled
 * people are enabled and modules are on; and which of it without any choice, now. Told from the rows, not
 * by what the check itself compares.
 * @param keysOf the people whose keys count as theirs.
 */
export function couldDo(
  tenantId: string,
  userIds: readonly string[],
  keysOf: readonly string[] = [],
): Promise<Map<string, Lines>> {
  return withTenantSnapshot(tenantId, async (sql) => {
    const facts = await readPolicyFacts(sql, tenantId);
    const policy = compilePolicy({ ...facts, disabledModules: [] });
    const now = Date.now();
    const people = await readPeopleFacts(sql, tenantId, userIds, new Date(now), "now", "all");
    const ask = await asking(sql, tenantId, policy.ownerPropertyOf, policy.space.ids);
    const accesses = new Map(
      [...people].map(([id, each]) => [id, compileAccess(policy, begun(each), now, "all")]),
    );
    const keys = await sql<{ scopes: string[]; maker: string }>(
      `SELECT scopes, created_by::text AS maker FROM api_keys
       WHERE tenant_id = $1 AND created_by = ANY ($2::uuid[]) AND revoked_at IS NULL`,
      [tenantId, keysOf],
    );
    const lines = new Map([...accesses].map(([id, access]) => [id, new Set(ask(access))]));
    for (const [id, each] of people) {
      const unchosen = ask(compileAccess(policy, each, now));
      for (const line of unchosen) lines.get(id)?.add(`${line}${UNCHOSEN}`);
    }
    for (const { scopes, maker } of keys) {
      const of = accesses.get(maker);
      if (!of) continue;
      for (const line of ask(accessOfScopes(policy, scopes, of))) lines.get(maker)?.add(line);
    }
    return lines;
  });
}

function begun({ holdings, grants, ...rest }: PrincipalFacts): PrincipalFacts {
  const always = <Fact extends Window>(fact: Fact): Fact => ({ ...fact, startsAt: null });
  return { ...rest, holdings: holdings.map(always), grants: grants.map(always) };
}

async function asking(
  sql: Sql,
  tenantId: string,
  ownerPropertyOf: (type: string) => string,
  permissions: readonly string[],
): Promise<(access: Access) => string[]> {
  const targets: { type: string; id: string; target: Target }[] = [];
  for (const { type, id, ...said } of about) {
    const owner = Object.entries(said).find(([name]) => name === ownerPropertyOf(type))?.[1];
    targets.push({
      type,
      id,
      target: await readTarget(sql, tenantId, { type, id, owner: owner ?? null }),
    });
  }
  return (access) => [
    ...permissions.filter((permission) => decide(access, permission)),
    ...targets.flatMap(({ type, id, target }) =>
      asked
        .filter((permission) => decide(access, permission, target))
        .map((permission) => `${permission} on ${type} ${id}`),
    ),
  ];
}
