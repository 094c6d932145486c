import { beforeEach, describe, expect, it } from "vitest";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import type { Actor } from "../../authz/guard/actor.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { loadPrincipals } from "../../authz/store/principal.ts";
import { listModules } from "./queries.ts";
import { switchModule } from "./service.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let admin: Actor;

beforeEach(async () => {
  admin = await factory.createActor(await factory.createTenant());
});

async function held(): Promise<ReadonlySet<string>> {
  const found = (await loadPrincipals(admin.tenantId, [admin.id])).get(admin.id);
  if (!found) throw new Error("nobody");
  return found.permissions;
}

describe("a module", () => {
  it("that is off takes everything in it from everybody, and gives it back", async () => {
    expect(await switchModule(admin, { module: "audit", isEnabled: false })).toMatchObject({
      ok: true,
    });
    const without = await held();
    expect(without.has("audit.read")).toBe(false);
    expect(without.has("module.audit")).toBe(false);
    // Sending events is no page of the portal.
    expect(without.has("audit.record")).toBe(true);
    expect(without.has("alert.read")).toBe(true);
    const again = { module: "audit", isEnabled: true };
    expect(await switchModule(admin, again)).toMatchObject({ ok: true });
    expect((await held()).has("audit.read")).toBe(true);
    expect(await switchModule(admin, again)).toMatchObject({ error: { code: "conflict" } });
  });

  it("that does not exist cannot be switched, and none locks its own switch away", async () => {
    for (const module of ["made_up", "", "__proto__", "audit.read"]) {
      const result = await switchModule(admin, { module, isEnabled: false });
      expect([module, result.ok]).toEqual([module, false]);
    }
    const modules = await listModules(await requirePermission(admin, "tenant_module.read"));
    for (const { module } of modules) await switchModule(admin, { module, isEnabled: false });
    expect([...(await held())]).toContain("tenant_module.update");
    expect(modules.find(({ module }) => module === "documents")).toMatchObject({
      isPortal: false,
      isEnabled: true,
      permissions: ["Read documents"],
    });
    expect(modules.find(({ module }) => module === "audit")).toMatchObject({ isPortal: true });
  });
});
