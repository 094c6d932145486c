import { expect, it } from "vitest";
import { compareRoles, outcomeOf } from "./compare.ts";

const clerk = {
  permissions: ["order.read", "order.update"],
  ownOnly: ["order.update"],
  denied: [],
};
const intern = { permissions: ["order.read"], ownOnly: [], denied: ["order.cancel"] };
const ids = ["order.read", "order.update", "order.cancel", "order.create"];

it("tells what two roles share from what they do not", () => {
  expect(compareRoles(clerk, intern, ids)).toEqual({
    different: ["order.update", "order.cancel"],
    same: ["order.read"],
  });
  expect(ids.map((id) => outcomeOf(clerk, id))).toEqual([
    "allows",
    "allows on own",
    "nothing",
    "nothing",
  ]);
  expect(outcomeOf(intern, "order.cancel")).toBe("denies");
});
