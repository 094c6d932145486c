import { expect, it } from "vitest";
import { decisionWords } from "./decision-words.ts";

const grace = { id: "g", name: "Grace" };
const ada = { id: "a", name: "Ada" };
const nothing = { decidedBy: null, comment: "", endedBy: null };

it.each([
  [{ ...nothing, state: "pending" }, ""],
  [{ ...nothing, state: "in_force", decidedBy: grace }, "Approved by Grace"],
  [{ ...nothing, state: "refused", decidedBy: grace, comment: "No" }, "Refused by Grace: No"],
  [{ ...nothing, state: "ended", endedBy: ada }, "Ended by Ada"],
  [
    { state: "ended", decidedBy: grace, comment: "Half", endedBy: ada },
    "Approved by Grace: Half; ended by Ada",
  ],
] as const)("says of %j: %s", (decided, words) => {
  expect(decisionWords(decided)).toBe(words);
});
