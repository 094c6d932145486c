import { isDeepStrictEqual } from "node:util";
import { defineAction } from "../../action/define-action.ts";
import { isResourceType } from "../../authz/catalogue/resource-types.ts";
import { announceAccess } from "../../authz/change/announce.ts";
import { changeAccess } from "../../authz/change/change-access.ts";
import { claimAccess } from "../../authz/change/claim-access.ts";
import { storable } from "../../authz/engine/blast-radius.ts";
import { targetOf } from "../../authz/engine/decide.ts";
import { readTarget } from "../../authz/store/read-target.ts";
import { GatehouseError } from "../../core/errors.ts";
import { because } from "../../core/reason.ts";
import { sqlOf, type TenantTx } from "../../platform/db.ts";
import { concernedBy, concernedOn, radiusOfMove } from "./reach.ts";
import {
  deleteResourceInput,
  deleteTypeInput,
  resourceInput,
  resourceTypeInput,
} from "./schema.ts";
import { requireParent } from "./tree.ts";
import {
  isOurs,
  permissionsOf,
  readType,
  removeActions,
  requireFree,
  requireRoom,
  writeActions,
  writeType,
} from "./types.ts";

/**
 * Registers a type of a tenant's products with its actions, or makes it what is given now. A type of
 * Gatehouse's own can get further actions, and nothing else.
 */
export const putResourceType = defineAction({
  permission: "resource_type.update",
  input: resourceTypeInput,
  run: async (tx, input, actor) => {
    const { tenantId } = actor;
    const { type, name, actions, reason } = input;
    await claimAccess(tx, actor, "resource_type.update");
    requireFree(input);
    const before = await readType(tx, tenantId, type);
    const were = before.actions.map((action) => action.name);
    const are = actions.map((action) => action.name);
    const gone = were.filter((each) => !are.includes(each));
    const moved = [...gone, ...are.filter((each) => !were.includes(each))];
    const { result, radius } = await changeAccess(
      tx,
      actor,
      "resource_type.update",
      await concernedBy(sqlOf(tx), tenantId, permissionsOf(type, moved)),
      async () => {
        await writeType(tx, tenantId, input);
        const removed = await removeActions(tx, tenantId, type, gone);
        await writeActions(tx, tenantId, input);
        await requireRoom(tx, tenantId);
        return { removed, after: await readType(tx, tenantId, type) };
      },
      // Nobody can have what is only just registered, and programs that register use none of it.
      "mandate",
    );
    return {
      data: { type },
      events: [
        {
          action: "resource_type.updated",
          target: { type: "resource_type", id: type, name },
          ...because(reason),
          details: { before, ...result, radius: storable(radius) },
        },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** Removes a registered type, its actions, and what roles and grants say about them. */
export const deleteResourceType = defineAction({
  permission: "resource_type.update",
  input: deleteTypeInput,
  run: async (tx, { type, reason }, actor) => {
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
    const { result: removed, radius } = await changeAccess(
      tx,
      actor,
      "resource_type.update",
      await concernedBy(sqlOf(tx), tenantId, permissionsOf(type, names)),
      async () => {
        const gone = await removeActions(tx, tenantId, type, names);
        await tx.resourceType.deleteMany({ where: { tenantId, id: type } });
        return gone;
      },
      "mandate",
    );
    return {
      data: { type },
      events: [
        {
          action: "resource_type.deleted",
          target: { type: "resource_type", id: type, name: before.type?.name },
          ...because(reason),
          details: { before, after: null, removed, radius: storable(radius) },
        },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** Registers a resource, or makes it what is given now: its name, its owner, its place in the tree. */
export const putResource = defineAction({
  permission: "resource.update",
  input: resourceInput,
  run: async (tx, { type, id, name, owner, parent, reason }, actor) => {
    const { tenantId } = actor;
    const key = { tenantId, type, id };
    const before = await tx.resource.findUnique({ where: { tenantId_type_id: key } });
    // A new resource has nothing below it: only one that is there can close a circle.
    if (before) await claimAccess(tx, actor, "resource.update");
    await requireType(tx, tenantId, type);
    if (parent) await requireParent(tx, tenantId, { type, id }, parent);
    const place = { parentType: parent?.type ?? null, parentId: parent?.id ?? null };
    const data = { name, owner, ...place };
    const write = () =>
      tx.resource.upsert({
        where: { tenantId_type_id: key },
        create: { ...key, ...data },
        update: data,
      });
    const after = placeOf(data);
    const target = { type, id, ...(name ? { name } : {}) };
    const said = { target, ...because(reason) };
    if (!before) {
      await write();
      const details = { before: null, after };
      return { data: { type, id }, events: [{ action: "resource.created", ...said, details }] };
    }
    const was = placeOf(before);
    const radius = await moveRadius(tx, tenantId, { type, id }, write);
    const details = { before: was, after, radius: storable(radius) };
    return { data: { type, id }, events: [{ action: "resource.updated", ...said, details }] };
  },
});

/** Writes where a resource lies, and says who gains and loses what on it. */
async function moveRadius(
  tx: TenantTx,
  tenantId: string,
  ref: { type: string; id: string },
  write: () => Promise<unknown>,
) {
  const sql = sqlOf(tx);
  const question = { ...ref, owner: null };
  const before = targetOf(await readTarget(sql, tenantId, question));
  await write();
  const after = targetOf(await readTarget(sql, tenantId, question));
  const isSame = isDeepStrictEqual(before, after);
  return isSame ? { peopleCount: 0, groups: [] } : radiusOfMove(sql, tenantId, before, after);
}

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
  input: deleteResourceInput,
  run: async (tx, { type, id, reason }, actor) => {
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
    const { result: grants, radius } = await changeAccess(
      tx,
      actor,
      "resource.update",
      await concernedOn(sqlOf(tx), tenantId, { type, id }),
      async () => {
        const where = { tenantId, resourceType: type, resourceId: id };
        const gone = await tx.resourceGrant.deleteMany({ where });
        await tx.resource.delete({ where: { tenantId_type_id: key } });
        return gone;
      },
      "mandate",
    );
    return {
      data: { type, id },
      events: [
        {
          action: "resource.deleted",
          target: { type, id, ...(before.name ? { name: before.name } : {}) },
          ...because(reason),
          details: {
            before: placeOf(before),
            after: null,
            grants: grants.count,
            radius: storable(radius),
          },
        },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

function invalid(field: string, message: string): GatehouseError {
  return new GatehouseError("invalid_input", message, { [field]: [message] });
}
