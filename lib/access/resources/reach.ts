import { builtInRoles, matching } from "../../authz/catalogue/roles.ts";
import type { Concerned } from "../../authz/change/change-access.ts";
import { compileAccess } from "../../authz/engine/access.ts";
import type { BlastRadius, RadiusGroup, Reaching } from "../../authz/engine/blast-radius.ts";
import { decide, dependsOnResource, type Target } from "../../authz/engine/decide.ts";
import { keyOf } from "../../authz/engine/decision-table.ts";
import type { PrincipalFacts } from "../../authz/engine/facts.ts";
import { compilePolicy, type Policy } from "../../authz/engine/policy.ts";
import { readPeopleFacts, readPolicyFacts } from "../../authz/store/read-facts.ts";
import type { Sql } from "../../platform/db.ts";

/** Whom it concerns that these permissions come or go: by built-in roles, own roles and grants. */
export async function concernedBy(
  sql: Sql,
  tenantId: string,
  permissions: readonly string[],
): Promise<Concerned> {
  if (permissions.length === 0) return {};
  const builtIn = Object.entries(builtInRoles)
    .filter(([, { allows }]) => allows.some((each) => matching(each, permissions).length > 0))
    .map(([id]) => id);
  const own = await sql<{ role_id: string }>(
    `SELECT DISTINCT role_id FROM role_permissions
     WHERE tenant_id = $1::uuid AND permission = ANY ($2::text[])`,
    [tenantId, permissions],
  );
  const receivers = await sql<Receiver>(
    `SELECT user_id, group_id FROM resource_grants
     WHERE tenant_id = $1::uuid AND permission = ANY ($2::text[])`,
    [tenantId, permissions],
  );
  return { ...receiversOf(receivers), roles: [...builtIn, ...own.map((each) => each.role_id)] };
}

/** Whom it concerns that what was given on a resource goes. */
export async function concernedOn(
  sql: Sql,
  tenantId: string,
  { type, id }: { type: string; id: string },
): Promise<Concerned> {
  const receivers = await sql<Receiver>(
    `SELECT user_id, group_id FROM resource_grants
     WHERE tenant_id = $1::uuid AND resource_type = $2 AND resource_id = $3`,
    [tenantId, type, id],
  );
  return receiversOf(receivers);
}

type Receiver = { user_id: string | null; group_id: string | null };

function receiversOf(receivers: readonly Receiver[]): Concerned {
  const users = receivers.flatMap(({ user_id }) => user_id ?? []);
  const groups = receivers.flatMap(({ group_id }) => group_id ?? []);
  return { users: [...new Set(users)], groups: [...new Set(groups)] };
}

const findReached = `
  WITH keys AS (SELECT unnest($2::text[]) AS type, unnest($3::text[]) AS id),
  given AS (
    SELECT DISTINCT x.user_id, x.group_id FROM resource_grants x JOIN keys k ON k.type = x.resource_type
      AND (x.resource_id IS NULL OR x.resource_id = k.id)
    WHERE x.tenant_id = $1::uuid
  )
  SELECT user_id AS id FROM given WHERE user_id IS NOT NULL
  UNION SELECT m.user_id FROM group_members m JOIN given g ON g.group_id = m.group_id
    WHERE m.tenant_id = $1::uuid
  UNION SELECT u.id FROM users u WHERE u.tenant_id = $1::uuid
    AND (u.id::text = ANY ($4::text[]) OR lower(u.email::text) = ANY ($4::text[])
      OR lower(u.external_id) = ANY ($4::text[]))`;

/**
 * Who gains and who loses what on a resource by having another owner, or lying elsewhere. Only the
 * resource itself is compared: what lies under it follows it.
 */
export async function radiusOfMove(
  sql: Sql,
  tenantId: string,
  before: Target,
  after: Target,
): Promise<BlastRadius> {
  const places = [before, ...before.ancestors, after, ...after.ancestors];
  const owners = [before.ownerKey, after.ownerKey].flatMap((each) => each ?? []);
  const rows = await sql<{ id: string }>(findReached, [
    tenantId,
    places.map(({ type }) => type),
    places.map(({ id }) => id),
    owners,
  ]);
  const policy = compilePolicy(await readPolicyFacts(sql, tenantId));
  const ids = rows.map(({ id }) => id);
  const people = await readPeopleFacts(sql, tenantId, ids, new Date());
  const groups = new Map<string, RadiusGroup>();
  const known = new Map<string, Omit<RadiusGroup, "people">>();
  let peopleCount = 0;
  for (const { userId, name, email: _email, ...facts } of people.values()) {
    // Who may do the same elsewhere may do the same here, but for its owners.
    const signature = JSON.stringify({
      ...facts,
      identifiers: facts.identifiers.filter((each) => owners.includes(each)),
    });
    const difference = known.get(signature) ?? compareTargets(policy, facts, before, after);
    known.set(signature, difference);
    if (difference.gained.length === 0 && difference.lost.length === 0) continue;
    peopleCount++;
    const key = JSON.stringify(difference);
    const group = groups.get(key) ?? { ...difference, people: [] };
    group.people.push({ id: userId, name });
    groups.set(key, group);
  }
  return { peopleCount, groups: [...groups.values()] };
}

function compareTargets(policy: Policy, facts: PrincipalFacts, before: Target, after: Target) {
  const access = compileAccess(policy, facts, Date.now(), "all");
  const reach = `on ${keyOf(after.type, after.id)}` as const;
  const gained: Reaching[] = [];
  const lost: Reaching[] = [];
  for (const permission of policy.space.ids) {
    if (!dependsOnResource(access, permission)) continue;
    const was = decide(access, permission, before);
    const is = decide(access, permission, after);
    if (is && !was) gained.push({ permission, reach });
    if (was && !is) lost.push({ permission, reach });
  }
  return { gained, lost };
}
