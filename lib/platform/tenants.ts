import { GatehouseError } from "../core/errors.ts";
import { cached } from "./cache.ts";
import { withTenant } from "./db.ts";

/**
 * The tenant of the installation itself: its administrators, and failures that belong to no other
 * tenant. `gatehouse init` makes the row; the id is fixed so that a failure can be recorded before.
 */
export const PLATFORM_TENANT_ID = "00000000-0000-7000-8000-000000000001";

export type Tenant = { id: string; slug: string; name: string };

/** @throws GatehouseError not_found when the tenant is gone. */
export function getTenant(tenantId: string): Promise<Tenant> {
  return cached("static", { tenantId, id: "tenant" }, async () => {
    const select = { id: true, slug: true, name: true } as const;
    const tenant = await withTenant(tenantId, (tx) =>
      tx.tenant.findUnique({ where: { id: tenantId }, select }),
    );
    if (!tenant) throw new GatehouseError("not_found", "This tenant does not exist any more.");
    return tenant;
  });
}
