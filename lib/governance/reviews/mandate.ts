import { namesOf, type PermissionId } from "../../authz/catalogue/permissions.ts";
import type { Access } from "../../authz/engine/access.ts";
import { reaches } from "../../authz/engine/blast-radius.ts";
import { decide } from "../../authz/engine/decide.ts";
import { keyOf } from "../../authz/engine/decision-table.ts";
import type { RoleFact } from "../../authz/engine/facts.ts";
import type { Policy } from "../../authz/engine/policy.ts";
import { requireManageable } from "../../authz/engine/role-limits.ts";
import { GatehouseError } from "../../core/errors.ts";
import type { DraftLine, GroupContent, Groups } from "./draft.ts";
import type { LineKind } from "./schema.ts";

type Holder = { access: Access; policy: Policy; roles: readonly RoleFact[] };
type Line = Pick<DraftLine, "kind" | "group" | "role" | "grant">;
type OnResource = { permission: string; resourceType: string; resourceId: string | null };

const neededFor = {
  assignment: "role.assign",
  group_role: "role.assign",
  membership: "group.manage_members",
  grant: "grant.revoke",
} as const satisfies Record<LineKind, PermissionId>;

/**
 * Whoever starts a review, or ends it early, must be able to make each of its revocations themselves:
 * reviewers act in their name, and might have nothing of what they take away.
 * @throws GatehouseError permission_denied
 */
export function requireMandate(holder: Holder, groups: Groups, lines: readonly Line[]): void {
  const { access, policy, roles } = holder;
  for (const kind of new Set(lines.map((line) => line.kind))) {
    const permission = neededFor[kind];
    if (decide(access, permission)) continue;
    throw denied(`A review can revoke only what you could revoke: ${namesOf([permission])}.`);
  }
  for (const id of new Set(lines.flatMap(({ role }) => role?.id ?? []))) {
    requireManageable(access, policy, id, roles);
  }
  const memberships = lines.filter(({ kind }) => kind === "membership");
  for (const id of new Set(memberships.flatMap(({ group }) => group?.id ?? []))) {
    const group = groups.get(id);
    if (group) requireWithin(holder, group);
  }
  for (const { grant } of lines) if (grant) requireReach(access, grant);
}

function requireWithin({ access, policy, roles }: Holder, group: GroupContent): void {
  for (const roleId of group.roles) requireManageable(access, policy, roleId, roles);
  for (const grant of group.grants) requireReach(access, grant);
}

function requireReach(access: Access, { permission, resourceType, resourceId }: OnResource): void {
  if (reaches(access, { permission, reach: `on ${keyOf(resourceType, resourceId)}` })) return;
  throw denied(`A review can revoke only what you could revoke: ${namesOf([permission])}.`);
}

function denied(message: string): GatehouseError {
  return new GatehouseError("permission_denied", message);
}
