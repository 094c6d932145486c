import type { Policy } from "../../authz/engine/policy.ts";
import { hasBit } from "../../core/bits.ts";
import type { LineKind, Named, PathStep } from "./schema.ts";

/** A line before it has a reviewer and a place. */
export type DraftLine = {
  kind: LineKind;
  user: Named | null;
  group: Named | null;
  role: Named | null;
  grant: { id: string; permission: string; resourceType: string; resourceId: string | null } | null;
  path: PathStep[];
  reason: string;
  since: Date;
  startsAt: Date | null;
  endsAt: Date | null;
  peopleCount: number | null;
};

/** A group that a review is about, or that has what it is about. */
export type GroupContent = Named & {
  hasRule: boolean;
  memberIds: string[];
  /** Ids of roles. */
  roles: string[];
  grants: {
    id: string;
    permission: string;
    effect: "allow" | "deny";
    resourceType: string;
    resourceId: string | null;
  }[];
};

export type Groups = ReadonlyMap<string, GroupContent>;

/** The permissions that a role allows, everywhere or on what somebody owns. */
export function allowedBy(policy: Policy, roleId: string): string[] {
  const role = policy.roles.get(roleId);
  if (!role) return [];
  return policy.space.ids.filter(
    (_, index) =>
      (hasBit(role.allow, index) || hasBit(role.own, index)) && !hasBit(role.deny, index),
  );
}

function deniedBy({ roles, space }: Policy, roleId: string): string[] {
  const role = roles.get(roleId);
  return role ? space.ids.filter((_, index) => hasBit(role.deny, index)) : [];
}

/** What a line denies: whoever loses it may get back this, and nothing else. */
export function denialsOf(policy: Policy, groups: Groups, line: DraftLine): string[] {
  if (line.role) return deniedBy(policy, line.role.id);
  const group = line.kind === "membership" && groups.get(line.group?.id ?? "");
  if (!group) return [];
  const fromGrants = group.grants
    .filter(({ effect }) => effect === "deny")
    .flatMap(({ permission }) => [permission, ...impliedBy(policy, permission)]);
  return [...new Set([...group.roles.flatMap((id) => deniedBy(policy, id)), ...fromGrants])];
}

function impliedBy({ space }: Policy, permission: string): string[] {
  const denied = space.deniedWith(permission);
  return space.ids.filter((_, index) => hasBit(denied, index));
}
