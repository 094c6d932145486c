import { expect, it } from "vitest";
import { permissionNames } from "./words.ts";

it("names permissions, and counts those that would be too many to read", () => {
  expect(permissionNames(["role.read", "user.read"])).toBe("See roles and See people");
  expect(permissionNames(["role.read", "user.read", "audit.read", "job.read"], 2)).toBe(
    "See roles, See people, and 2 more",
  );
});
