import type { z } from "zod";
import { Prisma } from "#prisma/generated/client";
import { isPermissionId, namesOf, permissionIds } from "../../authz/catalogue/permissions.ts";
import { isResourceType } from "../../authz/catalogue/resource-types.ts";
import type { Access } from "../../authz/engine/access.ts";
import { reaches } from "../../authz/engine/blast-radius.ts";
import type { Comparison } from "../../authz/engine/conditions.ts";
import { decide } from "../../authz/engine/decide.ts";
import { GatehouseError } from "../../core/errors.ts";
import type { TenantTx } from "../../platform/db.ts";
import type { ActionRow, resourceTypeInput } from "./schema.ts";

/** What stands before the dot of the catalogue's permissions: types only we can define. */
const ours = new Set(permissionIds.map((id) => id.slice(0, id.indexOf("."))));

/** Whether only Gatehouse can define the type. */
export const isOurs = (type: string) => isResourceType(type) || ours.has(type);

type TypeInput = z.output<typeof resourceTypeInput>;

/** A condition as it is stored: decisions read it without what its properties were declared as. */
export type StoredCondition = { action: string; comparisons: Comparison[] };

/** What only this feature writes, as it wrote it. */
export function storedAction<Row extends { properties: unknown; condition: unknown }>(row: Row) {
  return {
    ...row,
    properties: row.properties as ActionRow["properties"],
    condition: row.condition as StoredCondition | null,
  };
}

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
  const { type, name, description, ownerProperty, builtInAdministrators } = input;
  if (isOurs(type)) return;
  const said = builtInAdministrators === undefined ? {} : { builtInAdministrators };
  const data = { name, description, ownerProperty, ...said };
  await tx.resourceType.upsert({
    where: { tenantId_id: { tenantId, id: type } },
    create: { tenantId, id: type, ...data },
    update: data,
  });
}

/** @param conditions of the actions that have one, by name. */
export async function writeActions(
  tx: TenantTx,
  tenantId: string,
  { type, actions }: TypeInput,
  conditions: ReadonlyMap<string, StoredCondition | null>,
) {
  for (const { name, sentence, risk, properties } of actions) {
    const key = { tenantId, resourceType: type, name };
    const condition = conditions.get(name) ?? Prisma.DbNull;
    const data = { sentence, risk, properties, condition };
    await tx.resourceAction.upsert({
      where: { tenantId_resourceType_name: key },
      create: { ...key, ...data },
      update: data,
    });
  }
}

/** What is registered of a type, as its events keep it. */
export async function readType(tx: TenantTx, tenantId: string, type: string) {
  const found = await tx.resourceType.findUnique({
    where: { tenantId_id: { tenantId, id: type } },
    select: { name: true, description: true, ownerProperty: true, builtInAdministrators: true },
  });
  const actions = await tx.resourceAction.findMany({
    where: { tenantId, resourceType: type },
    select: { name: true, sentence: true, risk: true, properties: true, condition: true },
    orderBy: { name: "asc" },
  });
  return { type: found, actions: actions.map(storedAction) };
}

/**
 * What roles, grants, keys and separations of duty said of an action goes with it: it must not return
 * with its name.
 * @param access of whoever removes it: somebody weaker could have a denial, or a separation, forgotten.
 * @throws GatehouseError permission_denied
 */
export async function removeActions(
  tx: TenantTx,
  access: Access,
  tenantId: string,
  type: string,
  names: readonly string[],
) {
  const ids = permissionsOf(type, names);
  const permission = { in: ids };
  const entries = await tx.rolePermission.findMany({ where: { tenantId, permission } });
  const grants = await tx.resourceGrant.findMany({ where: { tenantId, permission } });
  requireAllHeld(
    access,
    [...entries, ...grants].map((each) => each.permission),
  );
  await requireMayForget(tx, access, tenantId, ids);
  await tx.resourceAction.deleteMany({
    where: { tenantId, resourceType: type, name: { in: [...names] } },
  });
  return { actions: names, ...(await deleteSaid(tx, tenantId, ids)) };
}

async function deleteSaid(tx: TenantTx, tenantId: string, ids: readonly string[]) {
  const where = { tenantId, permission: { in: [...ids] } };
  const entries = await tx.rolePermission.deleteMany({ where });
  const grants = await tx.resourceGrant.deleteMany({ where });
  const rules = await tx.sodRulePermission.deleteMany({ where });
  const keys = await tx.apiKey.findMany({ where: { tenantId, scopes: { hasSome: [...ids] } } });
  for (const { id, scopes } of keys) {
    const left = scopes.filter((scope) => !ids.includes(scope));
    await tx.apiKey.update({ where: { tenantId_id: { tenantId, id } }, data: { scopes: left } });
  }
  return {
    roleEntries: entries.count,
    grants: grants.count,
    separations: rules.count,
    keys: keys.length,
  };
}

/** Separations of duty are their keepers': taking an action away and back must not end one. */
async function requireMayForget(
  tx: TenantTx,
  access: Access,
  tenantId: string,
  ids: readonly string[],
): Promise<void> {
  if (decide(access, "sod.update")) return;
  const named = await tx.sodRulePermission.findFirst({
    where: { tenantId, permission: { in: [...ids] } },
    select: { permission: true, rule: { select: { name: true } } },
  });
  if (!named) return;
  const message = `The separation of duty “${named.rule.name}” names ${named.permission}. Only who may change separations of duty can remove it.`;
  throw new GatehouseError("permission_denied", message);
}

/**
 * What is still said of actions, or of a type, that have gone before it went with them: nothing by now,
 * but it would be something again when they are registered.
 */
export async function forgetFormer(
  tx: TenantTx,
  tenantId: string,
  type: string,
  { made, isNew }: { made: readonly string[]; isNew: boolean },
): Promise<void> {
  await deleteSaid(tx, tenantId, permissionsOf(type, made));
  if (!isNew || isOurs(type)) return;
  await tx.resourceGrant.deleteMany({ where: { tenantId, resourceType: type } });
}

/** What was given on a type's resources, of whatever permission, goes with the type. */
export async function removeType(tx: TenantTx, access: Access, tenantId: string, type: string) {
  const where = { tenantId, resourceType: type };
  const grants = await tx.resourceGrant.findMany({ where });
  requireAllHeld(
    access,
    grants.map(({ permission }) => permission),
  );
  await tx.resourceGrant.deleteMany({ where });
  await tx.resourceType.deleteMany({ where: { tenantId, id: type } });
  return grants.length;
}

/** @throws GatehouseError permission_denied when somebody has not, and may not give, one of these. */
export function requireAllHeld(access: Access, permissions: readonly string[]): void {
  const lacking = permissions.filter((permission) => {
    return !reaches(access, { permission, reach: "everywhere" });
  });
  if (lacking.length === 0) return;
  const names = namesOf([...new Set(lacking)]);
  const message = `Roles or grants speak of what you may not do yourself: ${names}.`;
  throw new GatehouseError("permission_denied", message);
}
