import { announceAccess } from "../access/announce.ts";
import { claimAccess } from "../access/claim-access.ts";
import { isPermissionId, permissionIds } from "../access/permissions.ts";
import { isResourceType } from "../access/resource-types.ts";
import { defineAction } from "../action/define-action.ts";
import { GatehouseError } from "../core/errors.ts";
import type { TenantTx } from "../platform/db.ts";
import { resourceInput, resourceRef, resourceTypeInput, typeRef } from "./schema.ts";
import { requireParent } from "./tree.ts";

/** What stands before the dot of the catalogue's permissions: types only we can define. */
const ours = new Set(permissionIds.map((id) => id.slice(0, id.indexOf("."))));

const isOurs = (type: string) => isResourceType(type) || ours.has(type);

/**
 * Registers a type of a tenant's products with its actions, or makes it what is given now. A type of
 * Gatehouse's own can get further actions, and nothing else.
 */
export const putResourceType = defineAction({
  permission: "resource_type.update",
  input: resourceTypeInput,
  run: async (tx, { type, name, description, ownerProperty, actions }, actor) => {
    const { tenantId } = actor;
    await claimAccess(tx, actor, "resource_type.update");
    const taken = actions.filter((action) => isPermissionId(`${type}.${action.name}`));
    if (taken.length > 0) {
      const names = taken.map((action) => `${type}.${action.name}`).join(", ");
      throw invalid("actions", `Gatehouse has a permission ${names} already.`);
    }
    const before = await readType(tx, tenantId, type);
    if (!isOurs(type)) {
      const data = { name, description, ownerProperty };
      await tx.resourceType.upsert({
        where: { tenantId_id: { tenantId, id: type } },
        create: { tenantId, id: type, ...data },
        update: data,
      });
    }
    const kept = actions.map((action) => action.name);
    const gone = before.actions.map((action) => action.name).filter((each) => !kept.includes(each));
    const removed = await removeActions(tx, tenantId, type, gone);
    for (const action of actions) {
      const key = { tenantId, resourceType: type, name: action.name };
      const { sentence, risk } = action;
      await tx.resourceAction.upsert({
        where: { tenantId_resourceType_name: key },
        create: { ...key, sentence, risk },
        update: { sentence, risk },
      });
    }
    const after = await readType(tx, tenantId, type);
    return {
      data: { type },
      events: [
        {
          action: "resource_type.updated",
          target: { type: "resource_type", id: type, name },
          details: { before, after, removed },
        },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** Removes a registered type, its actions, and what roles and grants say about them. */
export const deleteResourceType = defineAction({
  permission: "resource_type.update",
  input: typeRef,
  run: async (tx, { type }, actor) => {
    const { tenantId } = actor;
    await claimAccess(tx, actor, "resource_type.update");
    const before = await readType(tx, tenantId, type);
    if (!before.type && before.actions.length === 0) {
      throw new GatehouseError("not_found", "There is no such type of the tenant's own.");
    }
    const left = await tx.resource.count({ where: { tenantId, type } });
    if (left > 0 && !isOurs(type)) {
      const message = `${left} resources of this type are registered. Remove them first.`;
      throw new GatehouseError("conflict", message);
    }
    const names = before.actions.map((action) => action.name);
    const removed = await removeActions(tx, tenantId, type, names);
    await tx.resourceType.deleteMany({ where: { tenantId, id: type } });
    return {
      data: { type },
      events: [
        {
          action: "resource_type.deleted",
          target: { type: "resource_type", id: type, name: before.type?.name },
          details: { before, removed },
        },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

async function readType(tx: TenantTx, tenantId: string, type: string) {
  const found = await tx.resourceType.findUnique({
    where: { tenantId_id: { tenantId, id: type } },
    select: { name: true, description: true, ownerProperty: true },
  });
  const actions = await tx.resourceAction.findMany({
    where: { tenantId, resourceType: type },
    select: { name: true, sentence: true, risk: true },
    orderBy: { name: "asc" },
  });
  return { type: found, actions };
}

/** What roles and grants said of an action goes with it: it must not return with its name. */
async function removeActions(
  tx: TenantTx,
  tenantId: string,
  type: string,
  names: readonly string[],
) {
  const permission = { in: names.map((name) => `${type}.${name}`) };
  const entries = await tx.rolePermission.deleteMany({ where: { tenantId, permission } });
  const grants = await tx.resourceGrant.deleteMany({ where: { tenantId, permission } });
  await tx.resourceAction.deleteMany({
    where: { tenantId, resourceType: type, name: { in: [...names] } },
  });
  return { actions: names, roleEntries: entries.count, grants: grants.count };
}

/** Registers a resource, or makes it what is given now: its name, its owner, its place in the tree. */
export const putResource = defineAction({
  permission: "resource.update",
  input: resourceInput,
  run: async (tx, { type, id, name, owner, parent }, actor) => {
    const { tenantId } = actor;
    const key = { tenantId, type, id };
    const before = await tx.resource.findUnique({ where: { tenantId_type_id: key } });
    // A new resource has nothing below it: only one that is there can close a circle.
    if (before) await claimAccess(tx, actor, "resource.update");
    await requireType(tx, tenantId, type);
    if (parent) await requireParent(tx, tenantId, { type, id }, parent);
    const place = { parentType: parent?.type ?? null, parentId: parent?.id ?? null };
    const data = { name, owner, ...place };
    await tx.resource.upsert({
      where: { tenantId_type_id: key },
      create: { ...key, ...data },
      update: data,
    });
    return {
      data: { type, id },
      events: [
        {
          action: "resource.updated",
          target: { type, id, ...(name ? { name } : {}) },
          details: { before: before && placeOf(before), after: placeOf(data) },
        },
      ],
    };
  },
});

type Place = {
  name: string;
  owner: string | null;
  parentType: string | null;
  parentId: string | null;
};

function placeOf({ name, owner, parentType, parentId }: Place) {
  return { name, owner, parent: parentType && { type: parentType, id: parentId } };
}

async function requireType(tx: TenantTx, tenantId: string, type: string): Promise<void> {
  if (isResourceType(type)) return;
  const found = await tx.resourceType.findUnique({
    where: { tenantId_id: { tenantId, id: type } },
  });
  if (!found) throw invalid("type", `There is no resource type ${type}. Register it first.`);
}

/** Removes a resource that nothing lies under, and what was given on it. */
export const deleteResource = defineAction({
  permission: "resource.update",
  input: resourceRef,
  run: async (tx, { type, id }, actor) => {
    const { tenantId } = actor;
    await claimAccess(tx, actor, "resource.update");
    const key = { tenantId, type, id };
    const before = await tx.resource.findUnique({ where: { tenantId_type_id: key } });
    if (!before) throw new GatehouseError("not_found", "There is no such resource.");
    const below = await tx.resource.count({ where: { tenantId, parentType: type, parentId: id } });
    if (below > 0) {
      const message = `${below} resources lie under this one. Move or remove them first.`;
      throw new GatehouseError("conflict", message);
    }
    const grants = await tx.resourceGrant.deleteMany({
      where: { tenantId, resourceType: type, resourceId: id },
    });
    await tx.resource.delete({ where: { tenantId_type_id: key } });
    return {
      data: { type, id },
      events: [
        {
          action: "resource.deleted",
          target: { type, id, ...(before.name ? { name: before.name } : {}) },
          details: { before: placeOf(before), grants: grants.count },
        },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

function invalid(field: string, message: string): GatehouseError {
  return new GatehouseError("invalid_input", message, { [field]: [message] });
}
