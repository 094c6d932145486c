import { expect, it } from "vitest";
import { compareRoles, outcomeIn } from "./compare.ts";

const clerk = {
  permissions: ["order.read", "order.update", "order.create"],
  ownOnly: ["order.update"],
  denied: ["order.refund"],
};
const intern = {
  permissions: ["order.read", "order.update"],
  ownOnly: [],
  denied: ["order.cancel"],
};
const ids = [
  "order.read",
  "order.update",
  "order.cancel",
  "order.create",
  "order.refund",
  "order.x",
];

it("tells what only one role says, what both say, and what they say otherwise", () => {
  expect(compareRoles(clerk, intern, ids)).toEqual({
    onlyA: ["order.create", "order.refund"],
    onlyB: ["order.cancel"],
    otherwise: ["order.update"],
    same: ["order.read"],
  });
});

it("tells what a role comes to", () => {
  expect(ids.map((id) => outcomeIn(clerk, id))).toEqual([
    "everywhere",
    "own",
    "nothing",
    "everywhere",
    "denied",
    "nothing",
  ]);
});
