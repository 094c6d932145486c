import { expect, it } from "vitest";
import { forbiddenFor, kindLabel, stateLabel, waitingWords } from "./words.ts";

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

it("names what forbids a role for so long, and whether an exception was asked for", () => {
  const now = Date.parse("2026-12-01T12:00:00Z");
  const rule = { id: "r", name: "Money" };
  const from = "2026-12-01T12:30:00.000Z";
  const forbidding = { rule, together: "Biller and Clerk", from, askedUntil: null };
  const role = { name: "Biller", forbiddenBy: [forbidding] };
  expect(forbiddenFor(role, 20, now)).toEqual([]);
  expect(forbiddenFor(role, 60, now)).toEqual([
    {
      ruleId: "r",
      isAsked: false,
      words:
        "With Biller you would have Biller and Clerk, which the separation of duty “Money” forbids. Nobody can give you the role without an exception.",
    },
  ]);
  const asked = { ...forbidding, askedUntil: "2026-12-01T13:00:00.000Z" };
  const [found] = forbiddenFor({ ...role, forbiddenBy: [asked] }, 60, now);
  expect(found).toMatchObject({ isAsked: true, words: expect.stringContaining("was asked for") });
  expect(forbiddenFor({ ...role, forbiddenBy: [asked] }, 61, now)[0]?.isAsked).toBe(false);
});
