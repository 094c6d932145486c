import type { z } from "zod";
import { isPermissionId, permissionIds } from "../../authz/catalogue/permissions.ts";
import { isResourceType } from "../../authz/catalogue/resource-types.ts";
import { GatehouseError } from "../../core/errors.ts";
import type { TenantTx } from "../../platform/db.ts";
import type { resourceTypeInput } from "./schema.ts";

/** What stands before the dot of the catalogue's permissions: types only we can define. */
const ours = new Set(permissionIds.map((id) => id.slice(0, id.indexOf("."))));

/** Whether only Gatehouse can define the type. */
export const isOurs = (type: string) => isResourceType(type) || ours.has(type);

type TypeInput = z.output<typeof resourceTypeInput>;

/** @throws GatehouseError invalid_input when an action is one of Gatehouse's own. */
export function requireFree({ type, actions }: TypeInput): void {
  const names = actions.map((action) => action.name);
  const taken = permissionsOf(type, names).filter(isPermissionId);
  if (taken.length === 0) return;
  const message = `Gatehouse has a permission ${taken.join(", ")} already.`;
  throw new GatehouseError("invalid_input", message, { actions: [message] });
}

/**
 * What a tenant can register in all. Every role is a set of all its permissions: what one tenant
 * registers without end is memory that the others lack.
 */
const MAX_TYPES = 1_000;
const MAX_ACTIONS = 5_000;

/** @throws GatehouseError invalid_input when there are more types or actions now than fit. */
export async function requireRoom(tx: TenantTx, tenantId: string): Promise<void> {
  const where = { tenantId };
  const types = await tx.resourceType.count({ where });
  const actions = await tx.resourceAction.count({ where });
  if (types <= MAX_TYPES && actions <= MAX_ACTIONS) return;
  const [field, most] =
    types > MAX_TYPES ? ["type", `${MAX_TYPES} types`] : ["actions", `${MAX_ACTIONS} actions`];
  const message = `There can be at most ${most} in all. Remove what no product uses.`;
  throw new GatehouseError("invalid_input", message, { [field]: [message] });
}

/** `todo.close` for the action `close` of `todo`. */
export function permissionsOf(type: string, names: readonly string[]): string[] {
  return names.map((name) => `${type}.${name}`);
}

/** Gatehouse's own types stay as they are. */
export async function writeType(tx: TenantTx, tenantId: string, input: TypeInput): Promise<void> {
  const { type, name, description, ownerProperty } = input;
  if (isOurs(type)) return;
  const data = { name, description, ownerProperty };
  await tx.resourceType.upsert({
    where: { tenantId_id: { tenantId, id: type } },
    create: { tenantId, id: type, ...data },
    update: data,
  });
}

export async function writeActions(tx: TenantTx, tenantId: string, { type, actions }: TypeInput) {
  for (const { name, sentence, risk } of actions) {
    const key = { tenantId, resourceType: type, name };
    await tx.resourceAction.upsert({
      where: { tenantId_resourceType_name: key },
      create: { ...key, sentence, risk },
      update: { sentence, risk },
    });
  }
}

/** What is registered of a type, as its events keep it. */
export async function readType(tx: TenantTx, tenantId: string, type: string) {
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
export async function removeActions(
  tx: TenantTx,
  tenantId: string,
  type: string,
  names: readonly string[],
) {
  const permission = { in: permissionsOf(type, names) };
  const entries = await tx.rolePermission.deleteMany({ where: { tenantId, permission } });
  const grants = await tx.resourceGrant.deleteMany({ where: { tenantId, permission } });
  await tx.resourceAction.deleteMany({
    where: { tenantId, resourceType: type, name: { in: [...names] } },
  });
  return { actions: names, roleEntries: entries.count, grants: grants.count };
}
