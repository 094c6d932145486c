import { expect, it } from "vitest";
import { kindLabel, stateLabel, waitingWords } from "./words.ts";

it("counts what waits", () => {
  expect([0, 1, 12].map(waitingWords)).toEqual([
    null,
    "1 request waits for a decision",
    "12 requests wait for a decision",
  ]);
});

it("has words for what the URL may hold", () => {
  expect([stateLabel("in_force"), kindLabel("emergency")]).toEqual(["In force", "Emergency"]);
  expect([stateLabel("toString"), kindLabel("?")]).toEqual(["toString", "?"]);
});
