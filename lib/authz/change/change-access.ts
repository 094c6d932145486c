import { GatehouseError } from "../../core/errors.ts";
import { type Sql, sqlOf, type TenantTx } from "../../platform/db.ts";
import { namesOf, type PermissionId } from "../catalogue/permissions.ts";
import { type Access, compileAccess, nobody } from "../engine/access.ts";
import {
  type BlastRadius,
  compareAccess,
  type RadiusGroup,
  type Reaching,
  reaches,
} from "../engine/blast-radius.ts";
import { decide } from "../engine/decide.ts";
import type { PrincipalFacts, RoleFact, Window } from "../engine/facts.ts";
import { compilePolicy, descendantsOf, type Policy } from "../engine/policy.ts";
import { requireSeparation } from "../engine/require-separation.ts";
import { type Violation, violationsOf } from "../engine/violations.ts";
import type { Actor } from "../guard/actor.ts";
import { readPeopleFacts, readPolicyFacts } from "../store/read-facts.ts";
import { claimAccess } from "./claim-access.ts";

/** Whom a change concerns: people themselves, and whoever has a role or is in a group. */
export type Concerned = {
  users?: readonly string[];
  roles?: readonly string[];
  groups?: readonly string[];
};

/** What `change` may need to know. */
export type Claimed = { access: Access; policy: Policy; roles: readonly RoleFact[] };

const ADMIN_ROLES = ["tenant_admin", "super_admin"];

/**
 * The one way in which access changes. Makes this transaction the only one that changes the tenant's
 * access, runs the change, and compares what everybody concerned could do before with what they can
 * do after, computed by the engine that decides. The change is refused, whatever it was, when it
 * gives or takes away what the actor lacks, brings together what a separation of duty keeps apart, or
 * leaves the tenant without an administrator.
 * @param authority `mandate` when somebody who could make the change has decided before that it may
 * be made, as with an emergency role or in a review: then it may be of what the actor lacks.
 * @returns what the change returned, and its blast radius, which belongs into its audit event.
 * @throws PermissionDenied when the actor has lost `permission` meanwhile.
 * @throws GatehouseError permission_denied, conflict.
 */
export async function changeAccess<T>(
  tx: TenantTx,
  actor: Actor,
  permission: PermissionId,
  concerned: Concerned,
  change: (claimed: Claimed) => Promise<T>,
  authority: "own" | "mandate" = "own",
): Promise<{ result: T; radius: BlastRadius }> {
  const { tenantId } = actor;
  const sql = sqlOf(tx);
  const access = await claimAccess(tx, actor, permission);
  const before = await readState(sql, tenantId, concerned);
  const [clock] = await sql<{ now: string }>("SELECT clock_timestamp()::text AS now", []);
  const result = await change({ access, policy: before.policy, roles: before.roles });
  const after = await readState(sql, tenantId, concerned, [...before.people.keys()]);
  // Whom the change itself has made concerned, as a new rule does: what they had before it.
  const late = [...after.people.keys()].filter((id) => !before.people.has(id));
  const then = await compilePeople(sql, tenantId, before.policy, late, clock?.now);
  const people = new Map([...before.people, ...then]);
  requireSeparation({ ...before, people }, after);
  const radius = radiusOf(people, after.people);
  if (authority === "own") requireHeld(access, radius);
  if (before.hasAdministrator && !after.hasAdministrator) {
    const message =
      "This would leave nobody who can assign roles for good. Make somebody else a tenant admin first.";
    throw new GatehouseError("conflict", message);
  }
  return { result, radius };
}

type People = Map<string, { name: string; access: Access; violations: readonly Violation[] }>;

type State = {
  policy: Policy;
  roles: readonly RoleFact[];
  people: People;
  hasAdministrator: boolean;
};

async function readState(
  sql: Sql,
  tenantId: string,
  { users = [], roles = [], groups = [] }: Concerned,
  alsoUsers: readonly string[] = [],
): Promise<State> {
  const facts = await readPolicyFacts(sql, tenantId);
  const policy = compilePolicy(facts);
  const concernedRoles = [...descendantsOf(roles, facts.roles)];
  const rows = await sql<{ id: string }>(findConcerned, [
    tenantId,
    [...users, ...alsoUsers],
    concernedRoles,
    groups,
  ]);
  const ids = rows.map((row) => row.id);
  const people = await compilePeople(sql, tenantId, policy, ids);
  return {
    policy,
    roles: facts.roles,
    people,
    hasAdministrator: await hasAdministrator(sql, tenantId, policy),
  };
}

const findConcerned = `
  SELECT unnest($2::uuid[]) AS id
  UNION SELECT user_id FROM role_assignments WHERE tenant_id = $1::uuid AND role = ANY ($3::text[])
  UNION SELECT m.user_id FROM group_members m JOIN group_roles r
      ON r.tenant_id = m.tenant_id AND r.group_id = m.group_id
    WHERE m.tenant_id = $1::uuid AND r.role = ANY ($3::text[])
  UNION SELECT user_id FROM group_members WHERE tenant_id = $1::uuid AND group_id = ANY ($4::uuid[])`;

/** Those with the same facts share one compiled access: a role of thousands is one computation. */
async function compilePeople(
  sql: Sql,
  tenantId: string,
  policy: Policy,
  ids: readonly string[],
  asOf?: string,
): Promise<People> {
  const people: People = new Map();
  if (ids.length === 0) return people;
  const compiled = new Map<string, { access: Access; violations: readonly Violation[] }>();
  const now = Date.now();
  const found = asOf
    ? await readPeopleFacts(sql, tenantId, ids, asOf, "history")
    : await readPeopleFacts(sql, tenantId, ids, new Date(now));
  for (const { userId, name, holdings, grants, exceptions } of found.values()) {
    const facts = { ...nobody, holdings, grants, exceptions };
    const signature = JSON.stringify(facts);
    const state = compiled.get(signature) ?? {
      access: compileAccess(policy, everInForce(facts), now, "all"),
      violations: violationsOf(policy, facts, now),
    };
    compiled.set(signature, state);
    people.set(userId, { name, ...state });
  }
  return people;
}

/** What begins later counts now: nobody may schedule what they could not do. */
function everInForce({ holdings, grants, ...rest }: PrincipalFacts): PrincipalFacts {
  const begun = <Fact extends Window>(fact: Fact): Fact => ({ ...fact, startsAt: null });
  return { ...rest, holdings: holdings.map(begun), grants: grants.map(begun) };
}

const findAdministrators = `
  SELECT user_id AS id FROM role_assignments
  WHERE tenant_id = $1::uuid AND role = ANY ($2::text[]) AND ends_at IS NULL
    AND (starts_at IS NULL OR starts_at <= now())
  UNION SELECT m.user_id FROM group_members m JOIN group_roles r
      ON r.tenant_id = m.tenant_id AND r.group_id = m.group_id
    WHERE m.tenant_id = $1::uuid AND r.role = ANY ($2::text[]) AND r.ends_at IS NULL
      AND (r.starts_at IS NULL OR r.starts_at <= now())`;

/** Whether somebody active is an administrator without an end, and is denied no role assignment. */
async function hasAdministrator(sql: Sql, tenantId: string, policy: Policy): Promise<boolean> {
  const rows = await sql<{ id: string }>(findAdministrators, [tenantId, ADMIN_ROLES]);
  const ids = rows.map((row) => row.id);
  const people = await compilePeople(sql, tenantId, policy, ids);
  return people.values().some(({ access }) => decide(access, "role.assign"));
}

function radiusOf(before: People, after: People): BlastRadius {
  const groups = new Map<string, RadiusGroup>();
  const compare = comparing();
  let peopleCount = 0;
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(id), after.get(id)];
    const { gained, lost, key } = compare(was?.access ?? null, is?.access ?? null);
    if (gained.length === 0 && lost.length === 0) continue;
    peopleCount++;
    const group = groups.get(key) ?? { gained, lost, people: [] };
    group.people.push({ id, name: is?.name ?? was?.name ?? "" });
    groups.set(key, group);
  }
  return { peopleCount, groups: [...groups.values()] };
}

/** Compares two compiled accesses once, however many people share them. */
function comparing() {
  type Difference = ReturnType<typeof compareAccess> & { key: string };
  const known = new Map<Access | null, Map<Access | null, Difference>>();
  return (before: Access | null, after: Access | null): Difference => {
    const sameBefore = known.get(before) ?? new Map<Access | null, Difference>();
    known.set(before, sameBefore);
    const found = sameBefore.get(after);
    if (found) return found;
    const difference = compareAccess(before, after);
    const made = { ...difference, key: JSON.stringify([difference.gained, difference.lost]) };
    sameBefore.set(after, made);
    return made;
  };
}

function requireHeld(access: Access, { groups }: BlastRadius): void {
  const lacking = new Set<string>();
  const check = (all: readonly Reaching[]) => {
    for (const each of all) if (!reaches(access, each)) lacking.add(each.permission);
  };
  for (const { gained, lost } of groups) {
    check(gained);
    check(lost);
  }
  if (lacking.size === 0) return;
  const message = `This changes who may do what you may not do yourself: ${namesOf([...lacking])}.`;
  throw new GatehouseError("permission_denied", message);
}
