import { expect } from "vitest";
import { listModules } from "../../../lib/access/modules/queries.ts";
import { switchModule } from "../../../lib/access/modules/service.ts";
import type { Actor } from "../../../lib/authz/guard/actor.ts";
import { requirePermission } from "../../../lib/authz/guard/grant.ts";
import { dataOf } from "../../data-of.ts";
import { a, b, factory, type Probes } from "../wall.ts";

export const modules: Probes = {
  "access/modules/queries.listModules": async () => {
    await factory.query("INSERT INTO disabled_modules VALUES ($1, 'reports')", [b.tenantId]);
    const off = async (actor: Actor) =>
      (await listModules(await requirePermission(actor, "tenant_module.read")))
        .filter(({ isEnabled }) => !isEnabled)
        .map(({ module }) => module);
    expect([await off(a), await off(b)]).toEqual([[], ["reports"]]);
  },
  "access/modules/service.switchModule": async () => {
    dataOf(await switchModule(a, { module: "orders", isEnabled: false }));
    const rows = await factory.query(
      "SELECT tenant_id FROM disabled_modules WHERE module = 'orders'",
    );
    expect(rows).toEqual([{ tenant_id: a.tenantId }]);
  },
};
