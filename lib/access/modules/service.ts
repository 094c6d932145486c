import { defineAction } from "../../action/define-action.ts";
import { isPermissionId, permissionOf } from "../../authz/catalogue/permissions.ts";
import { announceAccess } from "../../authz/change/announce.ts";
import { type Concerned, changeAccess } from "../../authz/change/change-access.ts";
import { claimAccess } from "../../authz/change/claim-access.ts";
import { storable } from "../../authz/engine/blast-radius.ts";
import { GatehouseError } from "../../core/errors.ts";
import { because } from "../../core/reason.ts";
import { type Sql, sqlOf } from "../../platform/db.ts";
import { switchModuleInput } from "./schema.ts";

/**
 * Switches a module on or off for everybody in the tenant, within a second. Whoever switches it off
 * takes away only what they have; switched on again, it gives back what the roles say.
 */
export const switchModule = defineAction({
  permission: "tenant_module.update",
  input: switchModuleInput,
  run: async (tx, { module, isEnabled, reason }, actor) => {
    const { tenantId } = actor;
    const id = `module.${module}`;
    if (!isPermissionId(id)) throw new GatehouseError("not_found", "There is no such module.");
    const { name } = permissionOf(id);
    await claimAccess(tx, actor, "tenant_module.update");
    if (!isEnabled) requireNotNeeded(id, name);
    const { radius } = await changeAccess(
      tx,
      actor,
      "tenant_module.update",
      await everybody(sqlOf(tx), tenantId),
      async () => {
        const { count } = isEnabled
          ? await tx.disabledModule.deleteMany({ where: { tenantId, module } })
          : await tx.disabledModule.createMany({
              data: { tenantId, module },
              skipDuplicates: true,
            });
        if (count > 0) return;
        const message = `${name} is switched ${isEnabled ? "on" : "off"} already.`;
        throw new GatehouseError("conflict", message);
      },
      // While it is off, nobody has what it gives, the actor neither.
      isEnabled ? "mandate" : "own",
    );
    const action = isEnabled ? ("module.enabled" as const) : ("module.disabled" as const);
    const changed = { before: { isEnabled: !isEnabled }, after: { isEnabled } };
    return {
      data: { module },
      events: [
        {
          action,
          target: { type: "module", id: module, name },
          ...because(reason),
          details: { ...changed, radius: storable(radius) },
        },
      ],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});

/** @throws GatehouseError conflict for modules without which nobody could assign roles. */
function requireNotNeeded(id: string, name: string): void {
  const needed = new Set<string>(["role.assign"]);
  for (const each of needed) {
    if (!isPermissionId(each)) continue;
    for (const implied of permissionOf(each).implies ?? []) needed.add(implied);
  }
  if (!needed.has(id)) return;
  const message = `${name} stays on: without it nobody in the tenant could assign roles.`;
  throw new GatehouseError("conflict", message);
}

/** Whoever has anything: by a role, directly or through a group, or on a resource. */
async function everybody(sql: Sql, tenantId: string): Promise<Concerned> {
  const [row] = await sql<Required<Concerned>>(
    `SELECT ARRAY(SELECT id FROM roles WHERE tenant_id = $1::uuid) AS roles,
       ARRAY(SELECT DISTINCT user_id FROM resource_grants
         WHERE tenant_id = $1::uuid AND user_id IS NOT NULL) AS users,
       ARRAY(SELECT DISTINCT group_id FROM resource_grants
         WHERE tenant_id = $1::uuid AND group_id IS NOT NULL) AS groups`,
    [tenantId],
  );
  return row ?? {};
}
