import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inProject } from "../../local/project.ts";
import {
  landingPage,
  navigation,
  navigationGroups,
  navigationTrail,
  permittedNavigation,
} from "./navigation.ts";

describe("navigation", () => {
  it("uses every shortcut and address once", () => {
    for (const key of ["shortcut", "href", "id"] as const) {
      const values = navigation.map((item) => item[key]);
      expect(new Set(values).size).toBe(values.length);
    }
  });

  it("has its groups in one order, and none without a page", () => {
    expect([...new Set(navigation.map((item) => item.group))]).toEqual(navigationGroups);
  });

  it.each(navigation)("finds the page of $label in the folder of $group", ({ href, group }) => {
    const folder = group === "Settings" ? "" : `(${group.toLowerCase()})`;
    expect(existsSync(inProject("app/(portal)", folder, href, "page.tsx"))).toBe(true);
  });

  it("offers only what a person may open", () => {
    expect(permittedNavigation(new Set()).map((item) => item.id)).toEqual(["explain", "account"]);
    expect(permittedNavigation(new Set(["audit.read"])).map((item) => item.id)).toContain("audit");
  });
});

describe("landingPage", () => {
  it.each([
    [[], "/account"],
    [["access_request.create"], "/requests"],
    [["matrix.read", "user.read"], "/users"],
    [["kpi.product.read", "audit.read"], "/overview"],
    [["audit.read"], "/audit"],
  ])("of %j is %s", (held, href) => {
    expect(landingPage(new Set(held))).toBe(href);
  });
});

describe("navigationTrail", () => {
  it("ends with the page", () => {
    expect(navigationTrail("/settings/sessions")).toEqual([
      { label: "Identity" },
      { label: "Sessions" },
    ]);
  });

  it("links back from below a page", () => {
    expect(navigationTrail("/audit/123").at(-1)).toEqual({ label: "Audit log", href: "/audit" });
  });

  it("knows nothing of other paths", () => {
    expect(navigationTrail("/auditors")).toEqual([]);
  });
});
