import type { z } from "zod";
import { permissionIds } from "../../authz/catalogue/permissions.ts";
import { resourceTypes } from "../../authz/catalogue/resource-types.ts";
import { GatehouseError } from "../../core/errors.ts";
import { identifierKey } from "../../core/identifier.ts";
import type { TenantTx } from "../../platform/db.ts";
import { findSameName } from "../../platform/free-name.ts";
import type { resourceTypeInput } from "./schema.ts";
import { isOurs, permissionsOf, type readType } from "./types.ts";

type Input = Pick<z.output<typeof resourceTypeInput>, "type" | "name" | "actions">;
type Before = Awaited<ReturnType<typeof readType>>;

/**
 * Refuses what people could not tell apart: a new type or action whose id is another's but for its
 * case, and a name that another type has in any case or Unicode form. What is registered already can be
 * registered again as it is. Belongs after `claimAccess`, so that nobody registers another meanwhile.
 * @throws GatehouseError invalid_input
 */
export async function requireDistinct(
  tx: TenantTx,
  tenantId: string,
  input: Input,
  before: Before,
): Promise<void> {
  requireDistinctActions(input, before);
  if (isOurs(input.type)) return;
  if (before.type === null) await requireDistinctId(tx, tenantId, input.type);
  if (before.type?.name !== input.name) await requireFreeName(tx, tenantId, input);
}

async function requireDistinctId(tx: TenantTx, tenantId: string, type: string): Promise<void> {
  const registered = await tx.resourceType.findMany({
    where: { tenantId, id: { equals: type, mode: "insensitive" } },
    select: { id: true },
  });
  const own = [...Object.keys(resourceTypes), ...permissionIds.map((id) => id.split(".")[0] ?? "")];
  const taken = [...registered.map(({ id }) => id), ...own].find((id) => isSame(id, type));
  if (taken !== undefined)
    throw same("type", `${type} differs from the type ${taken} by case only.`);
}

async function requireFreeName(tx: TenantTx, tenantId: string, { type, name }: Input) {
  const own = Object.values(resourceTypes).find((each) => isSame(each.name, name))?.name;
  const taken = own ?? (await findSameName(tx, "resource_types", tenantId, name, type));
  if (taken !== null) throw same("name", `There is a type called ${taken} already.`);
}

function requireDistinctActions({ type, actions }: Input, before: Before): void {
  const were = before.actions.map(({ name }) => name);
  const are = actions.map(({ name }) => name);
  for (const name of are.filter((each) => !were.includes(each))) {
    const taken =
      are.find((each) => each !== name && isSame(each, name)) ??
      permissionIds.find((id) => isSame(id, permissionsOf(type, [name])[0] ?? ""));
    if (taken !== undefined) throw same("actions", `${name} differs from ${taken} by case only.`);
  }
}

function isSame(one: string, other: string): boolean {
  return identifierKey(one) === identifierKey(other);
}

function same(field: string, message: string): GatehouseError {
  return new GatehouseError("invalid_input", message, { [field]: [message] });
}
