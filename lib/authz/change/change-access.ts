import { GatehouseError } from "../../core/errors.ts";
import { type Sql, sqlOf, type TenantTx } from "../../platform/db.ts";
import type { PermissionId } from "../catalogue/permissions.ts";
import type { Access } from "../engine/access.ts";
import type { BlastRadius } from "../engine/blast-radius.ts";
import { decide, type Target } from "../engine/decide.ts";
import type { RoleFact } from "../engine/facts.ts";
import { descendantsOf, type Policy } from "../engine/policy.ts";
import { requireSeparation } from "../engine/require-separation.ts";
import type { Actor } from "../guard/actor.ts";
import { readPolicyFacts } from "../store/read-facts.ts";
import { readTakingPart } from "../store/taking-part.ts";
import { accessUnder, claimAccess, personBehind } from "./claim-access.ts";
import { radiusOf, withUse } from "./compare.ts";
import { requireAuthority } from "./limits.ts";
import { activeOf, compilePeople, type People } from "./people.ts";
import { type Ref, readReached, readTargets } from "./places.ts";
import { policiesOf } from "./policies.ts";
import { changesOfUse, requireMayChangeUse } from "./use.ts";

/** Whom a change concerns: people themselves, whoever has a role or is in a group, and by resources. */
export type Concerned = {
  users?: readonly string[];
  roles?: readonly string[];
  groups?: readonly string[];
  /** Whose owner, or place in the tree, changes: it concerns whoever has something by either. */
  resources?: readonly Ref[];
  /** People who have asked for it: what it makes them choose between, nobody takes from them. */
  willing?: readonly string[];
};

/** What `change` may need to know. */
export type Claimed = { access: Access; policy: Policy; roles: readonly RoleFact[] };

const ADMIN_ROLES = ["tenant_admin", "super_admin"];

/**
 * The one way in which access changes. Makes this transaction the only one that changes the tenant's
 * access, runs the change, and compares what everybody concerned could do before with what they can
 * do after, computed by the engine that decides. The change is refused, whatever it was, when it
 * gives or takes away what the actor lacks (also for somebody disabled, who would have it as soon as
 * they are enabled, and in a module that is off, of which everybody would have it as soon as it is on),
 * denies what the actor could not give, makes somebody choose before they use it, brings together what a separation of duty
 * keeps apart, or leaves the tenant without an administrator.
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
  const isOff = before.open.policy !== before.policy;
  const openAccess = isOff ? await accessUnder(sql, actor, before.open.policy) : access;
  const [clock] = await sql<{ now: string }>("SELECT clock_timestamp()::text AS now", []);
  const result = await change({ access, policy: before.policy, roles: before.roles });
  const after = await readState(sql, tenantId, concerned, before);
  // Whom the change itself has made concerned, as a new rule does: what they had before it.
  const late = [...after.people.keys()].filter((id) => !before.people.has(id));
  const people = await withThose(sql, tenantId, before, late, clock?.now);
  const was = { ...before, people };
  const activeBefore = { ...was, people: activeOf(people) };
  const activeAfter = { ...after, people: activeOf(after.people) };
  requireSeparation(activeBefore, activeAfter);
  const radius = radiusOf(activeBefore, activeAfter);
  if (authority === "own") {
    const by = { access, userId: actor.kind === "user" ? actor.id : null };
    requireAuthority(by, activeBefore, activeAfter, radius);
    requireAuthority(by, was, after, radiusOf(was, after));
    const openPeople = isOff
      ? await withThose(sql, tenantId, before.open, late, clock?.now)
      : people;
    const openWas = { ...was, policy: before.open.policy, people: openPeople };
    const openIs = { ...after, ...after.open };
    const openBy = { ...by, access: openAccess ?? access };
    if (isOff || after.open.policy !== after.policy) {
      requireAuthority(openBy, openWas, openIs, radiusOf(openWas, openIs));
    }
    const { willing = [] } = concerned;
    const personId = await personBehind(sql, actor);
    requireMayChangeUse(
      { ...openBy, personId, willing },
      openWas.policy,
      changesOfUse(openWas, openIs),
    );
  }
  if (before.hasAdministrator && !after.hasAdministrator) {
    const message =
      "This would leave nobody who can assign roles for good. Make somebody else a tenant admin first.";
    throw new GatehouseError("conflict", message);
  }
  return { result, radius: withUse(radius, changesOfUse(activeBefore, activeAfter)) };
}

type Compiled = { policy: Policy; people: People };

type State = Compiled & {
  /** The same as if every module were on; the very same while every one is. */
  open: Compiled;
  roles: readonly RoleFact[];
  targets: readonly Target[];
  hasAdministrator: boolean;
};

async function readState(
  sql: Sql,
  tenantId: string,
  { users = [], roles = [], groups = [], resources = [] }: Concerned,
  before?: State,
): Promise<State> {
  const facts = await readPolicyFacts(sql, tenantId);
  const { policy, open: openPolicy } = policiesOf(facts);
  const concernedRoles = [...descendantsOf(roles, facts.roles)];
  const targets = await readTargets(sql, tenantId, resources);
  const reached = await readReached(sql, tenantId, targets);
  const known = before ? before.people.keys() : [];
  const bound = before ? await readBound(sql, tenantId, before.policy, policy) : [];
  const rows = await sql<{ id: string }>(findConcerned, [
    tenantId,
    [...users, ...known, ...bound, ...reached],
    concernedRoles,
    groups,
  ]);
  const ids = rows.map((row) => row.id);
  const people = await compilePeople(sql, tenantId, policy, ids);
  const openPeople =
    openPolicy === policy ? people : await compilePeople(sql, tenantId, openPolicy, ids);
  return {
    policy,
    people,
    open: { policy: openPolicy, people: openPeople },
    roles: facts.roles,
    targets,
    hasAdministrator: await hasAdministrator(sql, tenantId, policy),
  };
}

/** Whoever may have to choose under a rule that is not the same before and after, under either of the two. */
async function readBound(
  sql: Sql,
  tenantId: string,
  before: Policy,
  after: Policy,
): Promise<string[]> {
  const changedIn = ({ sodRules }: Policy, other: Policy) => {
    const others = new Set(other.sodRules.map((rule) => JSON.stringify(rule)));
    return sodRules.filter((rule) => rule.kind === "dynamic" && !others.has(JSON.stringify(rule)));
  };
  const [given, made] = [changedIn(before, after), changedIn(after, before)];
  return [
    ...(await readTakingPart(sql, tenantId, { ...before, sodRules: given })),
    ...(await readTakingPart(sql, tenantId, { ...after, sodRules: made })),
  ];
}

/** The people of a state, and some more as they were at a moment. */
async function withThose(
  sql: Sql,
  tenantId: string,
  { policy, people }: Compiled,
  ids: readonly string[],
  asOf: string | undefined,
): Promise<People> {
  return new Map([...people, ...(await compilePeople(sql, tenantId, policy, ids, asOf))]);
}

const findConcerned = `
  SELECT unnest($2::uuid[]) AS id
  UNION SELECT user_id FROM role_assignments WHERE tenant_id = $1::uuid AND role = ANY ($3::text[])
  UNION SELECT m.user_id FROM group_members m JOIN group_roles r
      ON r.tenant_id = m.tenant_id AND r.group_id = m.group_id
    WHERE m.tenant_id = $1::uuid AND r.role = ANY ($3::text[])
  UNION SELECT user_id FROM group_members WHERE tenant_id = $1::uuid AND group_id = ANY ($4::uuid[])`;

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
  return activeOf(people)
    .values()
    .some(({ access }) => decide(access, "role.assign"));
}
