import { isPermissionId, permissionOf } from "../../authz/catalogue/permissions.ts";
import {
  isResourceType,
  resourceTypes,
  withAncestors,
} from "../../authz/catalogue/resource-types.ts";
import { nobody } from "../../authz/engine/access.ts";
import { explainerOf, type Reason } from "../../authz/engine/explain.ts";
import type { PolicyFacts, RoleFact } from "../../authz/engine/facts.ts";
import { descendantsOf, type Policy, parentsOf } from "../../authz/engine/policy.ts";
import { hasBit } from "../../core/bits.ts";
import { GatehouseError } from "../../core/errors.ts";
import type { Sql } from "../../platform/db.ts";
import { allowedBy, type DraftLine, type Groups } from "./draft.ts";
import {
  groupsWith,
  readAssignments,
  readGrants,
  readGroupRoles,
  readGroups,
  readMembers,
} from "./read-held.ts";
import type { Named, PathStep, ScopeKind } from "./schema.ts";

export type Found = { scope: Named[]; lines: DraftLine[]; groups: Groups };

type Tenant = { sql: Sql; tenantId: string; facts: PolicyFacts; policy: Policy };

/**
 * Everything that a review of this scope is about, as it is now. Denials are no access: revoking one
 * would give somebody something.
 * @throws GatehouseError not_found for a role, a group or a type that does not exist.
 */
export function findLines(tenant: Tenant, kind: ScopeKind, ids: readonly string[]): Promise<Found> {
  if (kind === "roles") return linesOfRoles(tenant, ids);
  return kind === "groups" ? linesOfGroups(tenant, ids) : linesOfApps(tenant, ids);
}

/** Who has one of these roles, or one that inherits from it. */
async function linesOfRoles(tenant: Tenant, ids: readonly string[]): Promise<Found> {
  const { policy, facts } = tenant;
  const scope = ids.map((id) => {
    const role = policy.roles.get(id)?.held;
    if (!role) throw new GatehouseError("not_found", "There is no such role any more.");
    return { id, name: role.name };
  });
  const wanted = new Set(ids);
  const roles = new Map(facts.roles.map((role) => [role.id, role]));
  const held = [...descendantsOf(ids, facts.roles)];
  const paths = new Map(
    held.map((id) => [
      id,
      namedSteps(
        policy,
        pathUp(id, roles, (at) => wanted.has(at)),
      ),
    ]),
  );
  return { scope, ...(await withRoles(tenant, paths)) };
}

/** Everybody in these groups by hand, and what the groups have. */
async function linesOfGroups(tenant: Tenant, ids: readonly string[]): Promise<Found> {
  const { sql, tenantId, policy } = tenant;
  const groups = await readGroups(sql, tenantId, ids);
  if (groups.size !== new Set(ids).size) {
    throw new GatehouseError("not_found", "There is no such group any more.");
  }
  const scope = [...groups.values()].map(({ id, name }) => ({ id, name }));
  const nameOf = (id: string) => policy.roles.get(id)?.held.name ?? id;
  const members = await readMembers(sql, tenantId, ids);
  const roles = await readGroupRoles(sql, tenantId, { groupIds: ids });
  const grants = await readGrants(sql, tenantId, { groupIds: ids });
  const lines = [
    ...members.map((line) => ({ ...line, path: pathOfGroup(groups, line.group, nameOf) })),
    ...roles.map((line) => {
      const role = { id: line.roleId, name: nameOf(line.roleId) };
      return { ...line, role, path: [step("role", role)] };
    }),
    ...grants.map((line) => ({ ...line, path: [resourceStep(line.grant)] })),
  ];
  return { scope, groups, lines };
}

/** Who was given something on these types or what lies below, and who has a role that allows it. */
async function linesOfApps(tenant: Tenant, ids: readonly string[]): Promise<Found> {
  const { sql, tenantId, policy } = tenant;
  const scope = await requireTypes(sql, tenantId, ids);
  const types = await typesBelow(sql, tenantId, ids);
  const typeOf = (id: string) => (isPermissionId(id) ? permissionOf(id).on : id.split(".")[0]);
  const permissions = policy.space.ids.filter((id) => types.has(typeOf(id) ?? ""));
  const held = await withRoles(tenant, pathsToPermissions(tenant, new Set(permissions)));
  const grants = await readGrants(sql, tenantId, { types: [...types], permissions });
  const groups = new Map([
    ...held.groups,
    ...(await readGroups(sql, tenantId, groupsWith(grants))),
  ]);
  const lines = grants.map((line) => ({ ...line, path: [resourceStep(line.grant)] }));
  return { scope, groups, lines: [...held.lines, ...lines] };
}

/** Who has these roles, directly or as a group, and the way from there on. */
async function withRoles(
  { sql, tenantId, policy }: Tenant,
  paths: ReadonlyMap<string, PathStep[]>,
) {
  const roleIds = [...paths.keys()];
  const found = [
    ...(await readAssignments(sql, tenantId, roleIds)),
    ...(await readGroupRoles(sql, tenantId, { roleIds })),
  ];
  const lines: DraftLine[] = found.map((line) => ({
    ...line,
    role: { id: line.roleId, name: policy.roles.get(line.roleId)?.held.name ?? line.roleId },
    path: paths.get(line.roleId) ?? [],
  }));
  return { lines, groups: await readGroups(sql, tenantId, groupsWith(lines)) };
}

/** By role that allows one of these, the shortest way on which the engine explains it. */
function pathsToPermissions(
  { facts, policy }: Tenant,
  permissions: ReadonlySet<string>,
): Map<string, PathStep[]> {
  const always = { via: null, startsAt: null, endsAt: null };
  const roleIds = facts.roles
    .map(({ id }) => id)
    .filter((id) => allowedBy(policy, id).some((each) => permissions.has(each)));
  const holdings = roleIds.map((roleId) => ({ roleId, ...always }));
  const { fromRoles } = explainerOf(facts, { ...nobody, holdings }, Date.now(), "all");
  const concerned = permissionNumbers(policy, permissions);
  const paths = new Map<string, PathStep[]>();
  for (const reason of fromRoles) {
    if (reason.kind !== "role" || !reachesOne(policy, reason, concerned)) continue;
    const held = reason.path[0]?.id ?? "";
    const known = paths.get(held);
    if (known && known.length <= reason.path.length + 1) continue;
    const said = step("permission", { id: reason.said, name: nameOf(reason.said) });
    paths.set(held, [...reason.path.map((role) => step("role", role)), said]);
  }
  return paths;
}

function permissionNumbers({ space }: Policy, permissions: ReadonlySet<string>): number[] {
  return [...permissions].flatMap((id) => space.indexOf(id) ?? []);
}

function reachesOne({ space }: Policy, { said, effect }: Reason, wanted: readonly number[]) {
  if (effect === "deny") return false;
  const allowed = space.allowedWith(said);
  return wanted.some((index) => hasBit(allowed, index));
}

function nameOf(permission: string): string {
  return isPermissionId(permission) ? permissionOf(permission).name : permission;
}

/** From a role upwards to the first that is wanted, by the fewest steps. */
function pathUp(
  from: string,
  roles: ReadonlyMap<string, RoleFact>,
  isWanted: (id: string) => boolean,
): string[] {
  const ways = new Map([[from, [from]]]);
  for (const [id, way] of ways) {
    if (isWanted(id)) return way;
    for (const parent of parentsOf(roles.get(id))) {
      if (!ways.has(parent)) ways.set(parent, [...way, parent]);
    }
  }
  return [from];
}

function namedSteps({ roles }: Policy, ids: readonly string[]): PathStep[] {
  return ids.map((id) => step("role", { id, name: roles.get(id)?.held.name ?? id }));
}

function pathOfGroup(groups: Groups, group: Named | null, nameOf: (id: string) => string) {
  const content = groups.get(group?.id ?? "");
  if (!content) return [];
  const gives = content.roles.map((id) => step("gives", { id, name: nameOf(id) }));
  return [step("group", content), ...gives];
}

function resourceStep(grant: DraftLine["grant"]): PathStep {
  const { resourceType = "", resourceId = null } = grant ?? {};
  const name = resourceId === null ? `every ${resourceType}` : `${resourceType} ${resourceId}`;
  return step("resource", { id: resourceId ?? "", name });
}

function step(type: PathStep["type"], { id, name }: Named): PathStep {
  return { type, id, name };
}

/** @throws GatehouseError not_found */
async function requireTypes(sql: Sql, tenantId: string, ids: readonly string[]): Promise<Named[]> {
  const own = await sql<Named>(
    "SELECT id, name FROM resource_types WHERE tenant_id = $1::uuid AND id = ANY ($2::text[])",
    [tenantId, ids],
  );
  return ids.map((id) => {
    if (isResourceType(id)) return { id, name: resourceTypes[id].name };
    const found = own.find((type) => type.id === id);
    if (!found) throw new GatehouseError("not_found", "There is no such type of resource.");
    return found;
  });
}

/** These types and all that lies under them: by what they are, or where a product has put it. */
async function typesBelow(
  sql: Sql,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const placed = await sql<{ above: string; below: string }>(
    `SELECT DISTINCT parent_type AS above, type AS below FROM resources
     WHERE tenant_id = $1::uuid AND parent_type IS NOT NULL`,
    [tenantId],
  );
  const builtIn = Object.keys(resourceTypes).filter(isResourceType);
  const found = new Set(ids);
  for (const id of found) {
    for (const { above, below } of placed) if (above === id) found.add(below);
    if (!isResourceType(id)) continue;
    for (const type of builtIn) if (withAncestors(type).has(id)) found.add(type);
  }
  return found;
}
