import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inProject } from "../../../local/project.ts";
import { builtInPolicy, rolesWith } from "../engine/built-in-policy.ts";
import type { Category } from "./permission.ts";
import { isPermissionId, type PermissionId, permissionIds, permissionOf } from "./permissions.ts";
import { builtInRoles, matching } from "./roles.ts";

const sources = globSync("{app,components,lib}/**/*.{ts,tsx}", {
  cwd: inProject("."),
  exclude: ["**/*.test.ts", "lib/authz/catalogue/**"],
}).map((file) => readFileSync(inProject(file), "utf8"));

const isNamedInCode = (id: string) => sources.some((source) => source.includes(`"${id}"`));
const isModule = (id: string) => id.startsWith("module.");
const isOfProducts = (id: PermissionId) => permissionOf(id).on !== undefined;
const implying = (module: string) =>
  permissionIds.filter((id) => permissionOf(id).implies?.includes(module));

describe("the catalogue", () => {
  it("has no decoration: the code names each permission, or the tenant's products ask about it", () => {
    const ofGatehouse = permissionIds.filter((id) => !isOfProducts(id) && !isModule(id));
    expect(ofGatehouse.filter((id) => !isNamedInCode(id))).toEqual([]);
    const ofProducts = permissionIds.filter(isOfProducts);
    console.log(
      `Gatehouse itself checks ${ofGatehouse.length}, products ask about ${ofProducts.length}, ` +
        `${permissionIds.filter(isModule).length} switch modules`,
    );
  });

  it("has modules that something lies in, so that denying one means something", () => {
    expect(permissionIds.filter(isModule).filter((id) => implying(id).length === 0)).toEqual([]);
  });

  it("implies only what there is, and nothing in circles", () => {
    for (const id of permissionIds) {
      const seen = new Set<string>();
      const walk = (at: string): void => {
        if (!isPermissionId(at)) throw new Error(`${id} implies ${at}, which is none`);
        for (const next of permissionOf(at).implies ?? []) {
          expect([id, next]).not.toEqual([id, id]);
          if (!seen.has(next)) walk(next);
          seen.add(next);
        }
      };
      walk(id);
    }
  });

  it("describes each in a name and one plain sentence", () => {
    for (const id of permissionIds) {
      const { name, sentence } = permissionOf(id);
      expect([id, name]).toEqual([id, expect.stringMatching(/^[A-Z].{2,40}$/)]);
      expect([id, sentence]).toEqual([id, expect.stringMatching(/^[A-Z][^.]{10,120}\.$/)]);
    }
    const names = permissionIds.map((id) => permissionOf(id).name);
    const modules = new Set(permissionIds.filter(isModule).map((id) => permissionOf(id).name));
    const others = names.filter((name) => !modules.has(name));
    expect(new Set(others).size).toBe(others.length);
  });

  it("covers the categories", () => {
    const count = (category: Category) =>
      permissionIds.filter((id) => permissionOf(id).category === category).length;
    const minima = {
      "User management": 10,
      "Organization management": 15,
      "Module access": 20,
      "Data operations": 20,
      "System administration": 15,
      "Security operations": 10,
      "Billing and subscriptions": 10,
    } satisfies Record<Category, number>;
    for (const [category, minimum] of Object.entries(minima)) {
      const found = count(category as Category);
      expect([category, found, found >= minimum]).toEqual([category, found, true]);
    }
  });
});

describe("built-in roles", () => {
  it("name permissions and parents that exist", () => {
    for (const [id, { allows, parents }] of Object.entries(builtInRoles)) {
      for (const pattern of allows) {
        expect([id, pattern, matching(pattern, permissionIds).length]).not.toContain(0);
      }
      for (const parent of parents) expect(Object.keys(builtInRoles)).toContain(parent);
    }
  });

  it("inherit: a super admin has what an admin has, a manager what a user has", () => {
    const sizeOf = (id: string) => {
      const { allow } = builtInPolicy.roles.get(id) ?? {};
      return builtInPolicy.space.ids.filter((_, i) => ((allow?.[i >>> 5] ?? 0) >>> (i & 31)) & 1);
    };
    const chain = ["super_admin", "tenant_admin", "manager", "user"].map(sizeOf);
    for (const [index, held] of chain.slice(0, -1).entries()) {
      expect(held).toEqual(expect.arrayContaining(chain[index + 1] ?? []));
    }
    expect(rolesWith("invoice.refund")).toEqual(["Tenant admin"]);
    expect(rolesWith("document.read")).toEqual(["Tenant admin", "Manager", "User"]);
  });
});
