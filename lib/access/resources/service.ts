import { defineAction } from "../../action/define-action.ts";
import { isResourceType } from "../../authz/catalogue/resource-types.ts";
import { announceAccess } from "../../authz/change/announce.ts";
import { changeAccess } from "../../authz/change/change-access.ts";
import { claimAccess } from "../../authz/change/claim-access.ts";
import { storable } from "../../authz/engine/blast-radius.ts";
import { GatehouseError } from "../../core/errors.ts";
import { because } from "../../core/reason.ts";
import { sqlOf, type TenantTx } from "../../platform/db.ts";
import { changedBases, conditionOf, requireConditionsHeld } from "./conditions.ts";
import { requireDistinct } from "./names.ts";
import { concernedBy } from "./reach.ts";
import {
  deleteResourceInput,
  deleteTypeInput,
  resourceInput,
  resourceTypeInput,
} from "./schema.ts";
import { requireParent } from "./tree.ts";
import {
  forgetFormer,
  isOurs,
  permissionsOf,
  readType,
  removeActions,
  removeType,
  requireFree,
  requireRoom,
  writeActions,
  writeType,
} from "./types.ts";

/**
 * Registers a type of a tenant's products with its actions, or makes it what is given now. A type of
 * Gatehouse's own can get further actions, and nothing else. Whoever takes away an action must have it;
 * what is only just registered, nobody can have.
 */
export const putResourceType = defineAction({
  permission: "resource_type.update",
  input: resourceTypeInput,
  run: async (tx, input, actor) => {
    const { tenantId } = actor;
    const { type, name, actions, reason } = input;
    await claimAccess(tx, actor, "resource_type.update");
    requireFree(input);
    const conditions = new Map(actions.map((each) => [each.name, conditionOf(each, actions)]));
    const before = await readType(tx, tenantId, type);
    await requireDistinct(tx, tenantId, input, before);
    const were = before.actions.map((action) => action.name);
    const are = actions.map((action) => action.name);
    const gone = were.filter((each) => !are.includes(each));
    const made = are.filter((each) => !were.includes(each));
    const { builtInAdministrators: is = before.type?.builtInAdministrators } = input;
    const isSwitched = is !== before.type?.builtInAdministrators;
    const planned = [...conditions].map(([action, condition]) => ({ name: action, condition }));
    const bases = changedBases(before.actions, planned);
    const moved = isSwitched ? [...were, ...made] : [...gone, ...made, ...bases];
    const { result, radius } = await changeAccess(
      tx,
      actor,
      "resource_type.update",
      await concernedBy(sqlOf(tx), tenantId, permissionsOf(type, moved), null),
      async ({ access }) => {
        const removed = await removeActions(tx, access, tenantId, type, gone);
        await forgetFormer(tx, tenantId, type, { made, isNew: before.type === null });
        await writeType(tx, tenantId, input);
        await writeActions(tx, tenantId, input, conditions);
        await requireRoom(tx, tenantId);
        requireConditionsHeld(access, type, bases, before.actions, planned);
        return { removed, after: await readType(tx, tenantId, type) };
      },
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

/** Removes a registered type, its actions, and what roles, grants and keys say about them. */
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
    const own = isOurs(type) ? null : type;
    const { result: removed, radius } = await changeAccess(
      tx,
      actor,
      "resource_type.update",
      await concernedBy(sqlOf(tx), tenantId, permissionsOf(type, names), own),
      async ({ access }) => {
        const gone = await removeActions(tx, access, tenantId, type, names);
        const others = own === null ? 0 : await removeType(tx, access, tenantId, own);
        return { ...gone, grants: gone.grants + others };
      },
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

/**
 * Registers a resource, or makes it what is given now: its name, its owner, its place in the tree. An
 * owner and a place decide who may do what on it, so nobody says by them what they could not give.
 */
export const putResource = defineAction({
  permission: "resource.update",
  input: resourceInput,
  run: async (tx, { type, id, name, owner, parent, reason }, actor) => {
    const { tenantId } = actor;
    const key = { tenantId, type, id };
    const place = { parentType: parent?.type ?? null, parentId: parent?.id ?? null };
    const data = { name, owner, ...place };
    const target = { type, id, ...(name ? { name } : {}) };
    const said = { target, ...because(reason) };
    await requireType(tx, tenantId, type);
    if (!parent && owner === null && (await registerFreely(tx, { ...key, ...data }))) {
      const details = { before: null, after: placeOf(data) };
      return { data: { type, id }, events: [{ action: "resource.created", ...said, details }] };
    }
    const { result: before, radius } = await changeAccess(
      tx,
      actor,
      "resource.update",
      { resources: [{ type, id }] },
      async () => {
        if (parent) await requireParent(tx, tenantId, { type, id }, parent);
        const where = { tenantId_type_id: key };
        const found = await tx.resource.findUnique({ where });
        await tx.resource.upsert({ where, create: { ...key, ...data }, update: data });
        return found;
      },
    );
    const changed = { before: before && placeOf(before), after: placeOf(data) };
    const details = { ...changed, radius: storable(radius) };
    const isChange = owner !== null || radius.peopleCount > 0;
    const made = isChange ? ("resource.placed" as const) : ("resource.created" as const);
    const action = before ? ("resource.updated" as const) : made;
    return { data: { type, id }, events: [{ action, ...said, details }] };
  },
});

/**
 * Registers what is there not yet, and of which nothing is said that could change a decision: thousands
 * of these do not wait for each other.
 * @returns whether it was not registered.
 */
async function registerFreely(
  tx: TenantTx,
  data: Ref & Place & { tenantId: string },
): Promise<boolean> {
  const { count } = await tx.resource.createMany({ data, skipDuplicates: true });
  return count > 0;
}

type Ref = { type: string; id: string };

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
    const { result, radius } = await changeAccess(
      tx,
      actor,
      "resource.update",
      { resources: [{ type, id }] },
      async () => {
        const where = { tenantId_type_id: { tenantId, type, id } };
        const before = await tx.resource.findUnique({ where });
        if (!before) throw new GatehouseError("not_found", "There is no such resource.");
        await requireNothingBelow(tx, tenantId, { type, id });
        const given = { tenantId, resourceType: type, resourceId: id };
        const grants = await tx.resourceGrant.deleteMany({ where: given });
        await tx.resource.delete({ where });
        return { before, grants };
      },
    );
    const { before, grants } = result;
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

async function requireNothingBelow(tx: TenantTx, tenantId: string, { type, id }: Ref) {
  const below = await tx.resource.count({ where: { tenantId, parentType: type, parentId: id } });
  if (below === 0) return;
  const message = `${below} resources lie under this one. Move or remove them first.`;
  throw new GatehouseError("conflict", message);
}

function invalid(field: string, message: string): GatehouseError {
  return new GatehouseError("invalid_input", message, { [field]: [message] });
}
