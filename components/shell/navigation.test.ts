import { describe, expect, it } from "vitest";
import { navigation, navigationTrail, permittedNavigation } from "./navigation.ts";

describe("navigation", () => {
  it("uses every shortcut and address once", () => {
    for (const key of ["shortcut", "href", "id"] as const) {
      const values = navigation.map((item) => item[key]);
      expect(new Set(values).size).toBe(values.length);
    }
  });

  it("offers only what a person may open", () => {
    expect(permittedNavigation(new Set()).map((item) => item.id)).toEqual(["explain", "account"]);
    expect(permittedNavigation(new Set(["audit.read"])).map((item) => item.id)).toContain("audit");
  });
});

describe("navigationTrail", () => {
  it("ends with the page", () => {
    expect(navigationTrail("/settings/sessions")).toEqual([
      { label: "Access" },
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
