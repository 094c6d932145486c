import { announceAccess } from "../access/announce.ts";
import { claimAccess } from "../access/claim-access.ts";
import { isPermissionId, permissionOf } from "../access/permissions.ts";
import { defineAction } from "../action/define-action.ts";
import { GatehouseError } from "../core/errors.ts";
import { switchModuleInput } from "./schema.ts";

/** Switches a module on or off for everybody in the tenant, within a second. */
export const switchModule = defineAction({
  permission: "tenant_module.update",
  input: switchModuleInput,
  run: async (tx, { module, isEnabled }, actor) => {
    const { tenantId } = actor;
    await claimAccess(tx, actor, "tenant_module.update");
    const id = `module.${module}`;
    if (!isPermissionId(id)) throw new GatehouseError("not_found", "There is no such module.");
    const { name } = permissionOf(id);
    const { count } = isEnabled
      ? await tx.disabledModule.deleteMany({ where: { tenantId, module } })
      : await tx.disabledModule.createMany({ data: { tenantId, module }, skipDuplicates: true });
    if (count === 0) {
      const message = `${name} is switched ${isEnabled ? "on" : "off"} already.`;
      throw new GatehouseError("conflict", message);
    }
    const action = isEnabled ? ("module.enabled" as const) : ("module.disabled" as const);
    return {
      data: { module },
      events: [{ action, target: { type: "module", id: module, name } }],
    };
  },
  effects: (_data, _input, actor) => announceAccess(actor),
});
