import { byName } from "../../core/by-name.ts";
import { cached } from "../../platform/cache.ts";
import { type Sql, withTenantSnapshot, withTenantSql } from "../../platform/db.ts";
import type { PermissionId } from "../catalogue/permissions.ts";
import { type HeldRole, isBuiltInRole } from "../catalogue/roles.ts";
import { type Access, compileAccess, withTable } from "../engine/access.ts";
import { permissionsEverywhere } from "../engine/decide.ts";
import { compilePolicy, type Policy } from "../engine/policy.ts";
import type { RoleChoice } from "../engine/separation.ts";
import { rolesAt } from "../engine/violations.ts";
import { CATALOGUE, policyAt } from "./policy-cache.ts";
import { type PersonFacts, readPeopleFacts, readPolicyFacts } from "./read-facts.ts";

/** What a person is and may do. */
export type Principal = {
  userId: string;
  name: string;
  email: string;
  /** Those in force and in use, built-in ones first, then by name. */
  roles: readonly HeldRole[];
  access: Access;
  /** What `access` allows everywhere in the tenant, of the catalogue. */
  permissions: ReadonlySet<PermissionId>;
};

/**
 * What these people are and may do now, by user id, read in the caller's transaction; those disabled
 * or gone are missing.
 * @param choice which of the roles that exclude each other they use.
 */
export async function readPrincipalsIn(
  sql: Sql,
  tenantId: string,
  userIds: readonly string[],
  choice: RoleChoice = [],
): Promise<Map<string, Principal>> {
  const now = Date.now();
  const policy = compilePolicy(await readPolicyFacts(sql, tenantId));
  const people = await readPeopleFacts(sql, tenantId, userIds, new Date(now));
  return new Map([...people].map(([id, facts]) => [id, principalOf(policy, facts, now, choice)]));
}

/** Like `readPrincipalsIn`, in a transaction of its own. */
export function loadPrincipals(
  tenantId: string,
  userIds: readonly string[],
): Promise<Map<string, Principal>> {
  return withTenantSnapshot(tenantId, (sql) => readPrincipalsIn(sql, tenantId, userIds));
}

/**
 * What a person is and may do at a version of the tenant's access that was read just now, from the
 * cache when it is there; null for somebody disabled or gone.
 * @param choice ids of the roles that a session has chosen among those that exclude each other.
 */
export async function principalAt(
  tenantId: string,
  userId: string,
  version: string,
  choice: RoleChoice = [],
): Promise<Principal | null> {
  const policy = await policyAt(tenantId, version);
  // No role has the id "*".
  const chosen = choice === "all" ? ["*"] : choice.toSorted();
  const base = [`${userId}@${version}.${CATALOGUE}`, ...chosen].join("+");
  let id = base;
  for (let at = Date.now(); ; ) {
    const stored = await cached("session", { tenantId, id }, () =>
      loadStored(policy, tenantId, userId, at, choice),
    );
    if (!stored) return null;
    // Compiled by another process, with the rows of a version that came a moment later.
    if (stored.policyVersion !== policy.version) break;
    const validUntil = stored.validUntil ?? Number.POSITIVE_INFINITY;
    if (Date.now() < validUntil) return revive(policy, stored);
    // Something has begun or ended since: what holds from then on is kept beside it.
    at = Math.max(Date.now(), validUntil);
    id = `${base}@${validUntil}`;
  }
  const fresh = await withTenantSnapshot(tenantId, (sql) =>
    readPrincipalsIn(sql, tenantId, [userId], choice),
  );
  return fresh.get(userId) ?? null;
}

function principalOf(
  policy: Policy,
  facts: PersonFacts,
  at: number,
  choice: RoleChoice,
): Principal {
  const { userId, name, email } = facts;
  const access = compileAccess(policy, facts, at, choice);
  const unused = new Set(access.inactive.map(({ roleId }) => roleId));
  const roles = heldRoles(
    policy,
    rolesAt(facts, at).filter((id) => !unused.has(id)),
  );
  const permissions = new Set(permissionsEverywhere(access));
  return { userId, name, email, roles, access, permissions };
}

/** Built-in ones first, then by name. */
function heldRoles(policy: Policy, ids: readonly string[]): HeldRole[] {
  return ids
    .flatMap((id) => policy.roles.get(id)?.held ?? [])
    .sort((a, b) => Number(isBuiltInRole(b.id)) - Number(isBuiltInRole(a.id)) || byName(a, b));
}

/** A principal as plain JSON, for the cache. */
type StoredPrincipal = Pick<Principal, "userId" | "name" | "email" | "roles"> & {
  policyVersion: string;
  allow: number[];
  own: number[];
  deny: number[];
  administers: number[];
  resources: [key: string, allow: number[], deny: number[]][];
  inactive: Access["inactive"];
  choice: RoleChoice;
  identifiers: readonly string[];
  /** Null for never. */
  validUntil: number | null;
};

async function loadStored(
  policy: Policy,
  tenantId: string,
  userId: string,
  at: number,
  choice: RoleChoice,
): Promise<StoredPrincipal | null> {
  const people = await withTenantSql(tenantId, (sql) =>
    readPeopleFacts(sql, tenantId, [userId], new Date(at)),
  );
  const facts = people.get(userId);
  if (!facts) return null;
  const { access, permissions: _, ...who } = principalOf(policy, facts, at, choice);
  return {
    ...who,
    policyVersion: policy.version,
    allow: [...access.allow],
    own: [...access.own],
    deny: [...access.deny],
    administers: [...access.administers],
    resources: [...access.resources].map(([key, on]) => [key, [...on.allow], [...on.deny]]),
    identifiers: access.identifiers,
    inactive: access.inactive,
    choice: access.choice,
    validUntil: access.validUntil === Number.POSITIVE_INFINITY ? null : access.validUntil,
  };
}

function revive(policy: Policy, stored: StoredPrincipal): Principal {
  const { userId, name, email, roles, identifiers, inactive, choice, validUntil } = stored;
  const compiled = {
    policy,
    allow: Uint32Array.from(stored.allow),
    own: Uint32Array.from(stored.own),
    deny: Uint32Array.from(stored.deny),
    administers: Uint32Array.from(stored.administers),
    resources: new Map(
      stored.resources.map(([key, allow, deny]) => [
        key,
        { allow: Uint32Array.from(allow), deny: Uint32Array.from(deny) },
      ]),
    ),
  };
  const access = withTable({
    ...compiled,
    identifiers,
    inactive,
    choice,
    validUntil: validUntil ?? Number.POSITIVE_INFINITY,
  });
  return {
    userId,
    name,
    email,
    roles,
    access,
    permissions: new Set(permissionsEverywhere(access)),
  };
}
