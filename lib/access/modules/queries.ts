import { permissionIds, permissionOf } from "../../authz/catalogue/permissions.ts";
import type { Grant } from "../../authz/guard/grant.ts";
import { withTenant } from "../../platform/db.ts";
import type { ModuleRow } from "./schema.ts";

const PREFIX = "module.";

/** Every module there is, in the catalogue's order, and whether the tenant has it switched on. */
export async function listModules({ tenantId }: Grant<"tenant_module.read">): Promise<ModuleRow[]> {
  const disabled = await withTenant(tenantId, (tx) =>
    tx.disabledModule.findMany({ where: { tenantId } }),
  );
  const off = new Set(disabled.map(({ module }) => module));
  return permissionIds
    .filter((id) => id.startsWith(PREFIX))
    .map((id) => {
      const module = id.slice(PREFIX.length);
      const inside = permissionIds.map(permissionOf).filter(({ implies }) => implies?.includes(id));
      const { name, sentence } = permissionOf(id);
      return {
        module,
        name,
        sentence,
        isPortal: inside.every(({ on }) => on === undefined),
        isEnabled: !off.has(module),
        permissions: inside.map((each) => each.name),
      };
    });
}
