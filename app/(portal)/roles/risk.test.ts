import { expect, it } from "vitest";
import { highestRisk } from "./risk.ts";

it("names the highest risk, whatever the order", () => {
  expect(highestRisk(["role.update", "role.read"])).toBe("critical");
  expect(highestRisk(["role.read", "role.create", "user.read"])).toBe("high");
});

it("has no risk where nothing is allowed", () => {
  expect(highestRisk([])).toBeNull();
});
