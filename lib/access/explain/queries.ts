import { accessOfRole, isInForce, nobody } from "../../authz/engine/access.ts";
import { decide } from "../../authz/engine/decide.ts";
import { type Explainer, explain, explainerOf, remediesFor } from "../../authz/engine/explain.ts";
import { explainOwn } from "../../authz/engine/explain-own.ts";
import type { PolicyFacts, Window } from "../../authz/engine/facts.ts";
import { compilePolicy } from "../../authz/engine/policy.ts";
import type { RoleChoice } from "../../authz/engine/separation.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import type { Grant } from "../../authz/guard/grant.ts";
import { loadPrincipals } from "../../authz/store/principal.ts";
import {
  type PersonFacts,
  readPeopleFacts,
  readPolicyFacts,
} from "../../authz/store/read-facts.ts";
import { readTarget } from "../../authz/store/read-target.ts";
import { byName } from "../../core/by-name.ts";
import { GatehouseError } from "../../core/errors.ts";
import { type Sql, withTenantSnapshot } from "../../platform/db.ts";
import type { Answer, EffectiveAccess, EffectivePermission, Question } from "./schema.ts";

/** Why a person may or may not do something, now or at a moment in the past. */
export function explainAccess(
  { tenantId }: Grant<"access.explain">,
  asked: Question,
): Promise<Answer> {
  return answer(tenantId, asked, []);
}

/** The same about oneself, for which nobody needs a permission. */
export function explainOwnAccess(
  { tenantId, id, access }: Actor,
  asked: Omit<Question, "userId">,
): Promise<Answer> {
  return answer(tenantId, { ...asked, userId: id }, access.choice);
}

async function answer(tenantId: string, asked: Question, choice: RoleChoice): Promise<Answer> {
  const { userId, permission, resourceType, resourceId, at } = asked;
  const moment = at === undefined ? new Date() : new Date(at);
  const asOf = at === undefined ? undefined : moment;
  return withTenantSnapshot(tenantId, async (sql) => {
    const { person, facts, policy } = await readFacts(sql, tenantId, userId, moment, asOf);
    const ref =
      resourceType && resourceId ? { type: resourceType, id: resourceId, owner: null } : null;
    const target = ref && (await readTarget(sql, tenantId, ref, asOf));
    const explainer = explainerOf(policy, facts, moment.getTime(), choice);
    const explanation = explain(explainer, permission, target);
    const ownAllows = explanation.allowed ? [] : explainOwn(explainer, permission).allows;
    const remedies = explanation.allowed ? [] : remediesFor(explainer, permission);
    const [nearest] = remedies;
    const givers = nearest ? await findGivers(sql, tenantId, policy, nearest.role.id) : [];
    return {
      ...explanation,
      ownAllows: ownAllows.filter((reason) => reason.kind === "role" && reason.ownOnly),
      remedies,
      person,
      target,
      givers,
      at: moment.toISOString(),
    };
  });
}

/** Everything a person has, and where each of it comes from, now or at a moment in the past. */
export async function getEffectiveAccess(
  { tenantId }: Grant<"access.explain">,
  { userId, at }: Pick<Question, "userId" | "at">,
): Promise<EffectiveAccess> {
  const moment = at === undefined ? new Date() : new Date(at);
  return withTenantSnapshot(tenantId, async (sql) => {
    const asOf = at === undefined ? undefined : moment;
    const { facts, policy } = await readFacts(sql, tenantId, userId, moment, asOf);
    const explainer = explainerOf(policy, facts, moment.getTime());
    const inForce = facts.holdings.filter((held) => isInForce(held, moment.getTime()));
    return {
      roles: inForce.map(({ roleId, via, ...window }) => {
        const name = explainer.policy.roles.get(roleId)?.held.name ?? roleId;
        return { role: { id: roleId, name }, via, ...isoWindow(window) };
      }),
      permissions: effectivePermissions(explainer),
      grants: facts.grants.map((grant) => ({ ...grant, ...isoWindow(grant) })),
      at: moment.toISOString(),
    };
  });
}

function effectivePermissions(explainer: Explainer): EffectivePermission[] {
  return explainer.policy.space.ids
    .map((permission) => ({ permission, ...explainOwn(explainer, permission) }))
    .filter((each) => each.allows.length > 0 || each.denies.length > 0 || each.dormant.length > 0);
}

function isoWindow({ startsAt, endsAt }: Window) {
  return { startsAt: isoOf(startsAt), endsAt: isoOf(endsAt) };
}

function isoOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

type Person = { id: string; name: string; email: string; status: string };

async function readFacts(
  sql: Sql,
  tenantId: string,
  userId: string,
  moment: Date,
  asOf: Date | undefined,
): Promise<{ person: Person; facts: PersonFacts; policy: PolicyFacts }> {
  const [person] = await sql<Person>(
    "SELECT id, name, email::text, status FROM users WHERE tenant_id = $1 AND id = $2",
    [tenantId, userId],
  );
  if (!person) throw new GatehouseError("not_found", "There is no such person.");
  const from = asOf ? "history" : "now";
  const people = await readPeopleFacts(sql, tenantId, [userId], moment, from);
  // Whoever is disabled, or was not there yet, has nothing.
  const facts = people.get(userId) ?? { userId, name: "", email: "", isActive: false, ...nobody };
  return { person, facts, policy: await readPolicyFacts(sql, tenantId, asOf) };
}

const MAX_GIVERS = 5;
const MAX_CANDIDATES = 200;

const findAssigners = `
  SELECT DISTINCT user_id AS id FROM role_assignments
  WHERE tenant_id = $1 AND role = ANY ($2::text[])
  UNION SELECT m.user_id FROM group_members m JOIN group_roles r
      ON r.tenant_id = m.tenant_id AND r.group_id = m.group_id
    WHERE m.tenant_id = $1 AND r.role = ANY ($2::text[])
  LIMIT ${MAX_CANDIDATES}`;

/** People who may assign roles and have everything that this one allows. */
async function findGivers(
  sql: Sql,
  tenantId: string,
  facts: PolicyFacts,
  roleId: string,
): Promise<{ id: string; name: string }[]> {
  const policy = compilePolicy(facts);
  const needed = accessOfRole(policy, roleId);
  const wanted = [...policy.space.ids.filter((id) => decide(needed, id)), "role.assign"];
  const able = [...policy.roles.keys()].filter((id) =>
    wanted.every((permission) => decide(accessOfRole(policy, id), permission)),
  );
  const rows = await sql<{ id: string }>(findAssigners, [tenantId, able]);
  const people = await loadPrincipals(
    tenantId,
    rows.map(({ id }) => id),
  );
  return [...people.values()]
    .filter(({ access }) => wanted.every((permission) => decide(access, permission)))
    .map(({ userId, name }) => ({ id: userId, name }))
    .sort(byName)
    .slice(0, MAX_GIVERS);
}
