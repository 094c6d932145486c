import { expect, it } from "vitest";
import { peopleOf, permissionNames } from "./words.ts";

it("counts people as one says it", () => {
  expect([0, 1, 1234].map(peopleOf)).toEqual(["0 people", "1 person", "1,234 people"]);
});

it("names permissions, and counts those that would be too many to read", () => {
  expect(permissionNames(["role.read", "user.read"])).toBe("See roles and See people");
  expect(permissionNames(["role.read", "user.read", "audit.read", "job.read"], 2)).toBe(
    "See roles, See people, and 2 more",
  );
});
