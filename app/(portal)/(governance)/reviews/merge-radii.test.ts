import { expect, it } from "vitest";
import { mergeRadii } from "./merge-radii.ts";

const lost = (permission: string) => [{ permission, reach: "everywhere" }];
const radius = (permission: string, ...ids: string[]) => ({
  peopleCount: ids.length,
  groups: [
    {
      gained: [],
      lost: lost(permission),
      people: ids.map((id) => ({ id, name: id })),
      morePeople: 0,
    },
  ],
});

it("puts together who loses the same, and counts everybody once", () => {
  const merged = mergeRadii([
    radius("a.b", "ada"),
    undefined,
    radius("a.b", "bob"),
    radius("c.d", "ada"),
  ]);
  expect(merged.peopleCount).toBe(2);
  expect(merged.groups).toMatchObject([
    { lost: lost("a.b"), people: [{ id: "ada" }, { id: "bob" }] },
    { lost: lost("c.d"), people: [{ id: "ada" }] },
  ]);
});

it("is nothing when nothing changes", () => {
  expect(mergeRadii([undefined, { peopleCount: 0, groups: [] }])).toEqual({
    peopleCount: 0,
    groups: [],
  });
});

it("keeps what people lose the use of apart, and counts them once", () => {
  const [group] = radius("a.b", "ada").groups;
  const untilChosen = group ? [group] : [];
  const merged = mergeRadii([radius("c.d", "ada"), { peopleCount: 1, groups: [], untilChosen }]);
  expect(merged.peopleCount).toBe(1);
  expect(merged.groups).toMatchObject([{ lost: lost("c.d") }]);
  expect(merged.untilChosen).toMatchObject([{ lost: lost("a.b"), people: [{ id: "ada" }] }]);
});
