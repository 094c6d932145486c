import { expect, it } from "vitest";
import { byName } from "./by-name.ts";

it("sorts as people look for names", () => {
  const names = ["Team 10", "élan", "team 2", "Zoo", "Team 1", "Eagle"];
  const sorted = names.map((name) => ({ name })).sort(byName);
  expect(sorted.map(({ name }) => name)).toEqual([
    "Eagle",
    "élan",
    "Team 1",
    "team 2",
    "Team 10",
    "Zoo",
  ]);
});
