import { randomUUID } from "node:crypto";
import { defineAction } from "../../action/define-action.ts";
import { isPermissionId, namesOf, permissionOf } from "../../authz/catalogue/permissions.ts";
import { isResourceType, withAncestors } from "../../authz/catalogue/resource-types.ts";
import { announceAccess } from "../../authz/change/announce.ts";
import { type Claimed, changeAccess } from "../../authz/change/change-access.ts";
import { reaches, storable } from "../../authz/engine/blast-radius.ts";
import { keyOf } from "../../authz/engine/decision-table.ts";
import type { Policy } from "../../authz/engine/policy.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { GatehouseError } from "../../core/errors.ts";
import { because } from "../../core/reason.ts";
import { windowOf } from "../../core/window.ts";
import type { TenantTx } from "../../platform/db.ts";
import { createGrantInput, revokeGrantInput } from "./schema.ts";

type OnResource = { permission: string; resourceType: string; resourceId: string | null };

/** Gives, or denies, a person or a group one permission on one resource or on a type. */
export const createGrant = defineAction({
  permission: "grant.create",
  input: createGrantInput,
  run: async (tx, input, actor) => {
    const { tenantId } = actor;
    const { userId, groupId } = input;
    const grantId = randomUUID();
    const { result, radius } = await changeAccess(
      tx,
      actor,
      "grant.create",
      { users: userId ? [userId] : [], groups: groupId ? [groupId] : [] },
      async (claimed) => {
        requireScope(claimed.policy, input);
        await requireType(tx, tenantId, claimed.policy, input.resourceType);
        requireReach(actor, claimed, input);
        const receiver = await requireReceiver(tx, tenantId, userId, groupId);
        await tx.resourceGrant.create({ data: { tenantId, id: grantId, ...input } });
        return receiver;
      },
    );
    const { reason, userId: _user, groupId: _group, ...after } = input;
    return {
      data: { grantId },
      events: [
        {
          action: "grant.created",
          target: result,
          ...because(reason),
          details: { grantId, before: null, after, radius: storable(radius) },
        },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** Takes back what was given, or denied, on a resource. */
export const revokeGrant = defineAction({
  permission: "grant.revoke",
  input: revokeGrantInput,
  run: async (tx, { grantId, reason }, actor) => {
    const { tenantId } = actor;
    const key = { tenantId_id: { tenantId, id: grantId } };
    // Read before the change, for whom it concerns, and again in it, because it may be gone by then.
    const named = await tx.resourceGrant.findUnique({ where: key });
    const { result, radius } = await changeAccess(
      tx,
      actor,
      "grant.revoke",
      {
        users: named?.userId ? [named.userId] : [],
        groups: named?.groupId ? [named.groupId] : [],
      },
      async (claimed) => {
        const found = await tx.resourceGrant.findUnique({ where: key });
        if (!found) throw new GatehouseError("not_found", "There is no such grant any more.");
        requireReach(actor, claimed, found);
        const receiver = await requireReceiver(tx, tenantId, found.userId, found.groupId);
        await tx.resourceGrant.delete({ where: key });
        return { found, receiver };
      },
    );
    const { permission, effect, resourceType, resourceId } = result.found;
    const before = { permission, effect, resourceType, resourceId, ...windowOf(result.found) };
    return {
      data: { grantId },
      events: [
        {
          action: "grant.revoked",
          target: result.receiver,
          ...because(reason),
          details: { grantId, before, after: null, radius: storable(radius) },
        },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** @throws GatehouseError invalid_input for permissions that nobody can have on such a resource. */
function requireScope({ space }: Policy, { permission, resourceType }: OnResource): void {
  if (space.indexOf(permission) === undefined) {
    throw invalid("permission", `There is no permission ${permission}.`);
  }
  // What a product has registered can be given on its own type, and on whatever lies above it.
  if (!isPermissionId(permission)) return;
  const { on, name } = permissionOf(permission);
  if (!on) throw invalid("permission", `${name} is about the whole tenant: give it with a role.`);
  const scopes = withAncestors(on);
  if (isResourceType(resourceType) && scopes.has(resourceType)) return;
  const message = `${name} can be given on: ${[...scopes].join(", ")}.`;
  throw invalid("resourceType", message);
}

/** @throws GatehouseError invalid_input: what is given on a type that is not there would wait for it. */
async function requireType(
  tx: TenantTx,
  tenantId: string,
  { space }: Policy,
  type: string,
): Promise<void> {
  if (isResourceType(type) || space.ids.some((id) => id.startsWith(`${type}.`))) return;
  const where = { tenantId_id: { tenantId, id: type } };
  if (await tx.resourceType.findUnique({ where, select: { id: true } })) return;
  throw invalid("resourceType", `There is no resource type ${type}. Register it first.`);
}

/** @throws GatehouseError permission_denied: nobody gives, denies or takes what they lack there. */
function requireReach({ kind }: Actor, { access }: Claimed, on: OnResource): void {
  const { permission, resourceType, resourceId } = on;
  const reach = `on ${keyOf(resourceType, resourceId)}` as const;
  if (reaches(access, { permission, reach })) return;
  const message =
    kind === "api_key"
      ? `The key lacks the scope ${permission}: a key gives only what it has itself.`
      : `You lack ${namesOf([permission])} on this yourself.`;
  throw new GatehouseError("permission_denied", message);
}

async function requireReceiver(
  tx: TenantTx,
  tenantId: string,
  userId: string | null,
  groupId: string | null,
): Promise<{ type: "user" | "group"; id: string; name: string }> {
  const id = userId ?? groupId ?? "";
  const where = { tenantId_id: { tenantId, id } };
  const found = userId
    ? await tx.user.findUnique({ where, select: { name: true } })
    : await tx.group.findUnique({ where, select: { name: true } });
  if (!found) {
    throw new GatehouseError("not_found", `There is no such ${userId ? "person" : "group"}.`);
  }
  return { type: userId ? "user" : "group", id, name: found.name };
}

function invalid(field: string, message: string): GatehouseError {
  return new GatehouseError("invalid_input", message, { [field]: [message] });
}
