import { expect, it } from "vitest";
import { z } from "zod";
import { problemsOf } from "./problems.ts";

const schema = z.object({
  name: z.string().min(1, "Give it a name.").max(3, "Too long."),
  attributes: z.record(z.string(), z.string().max(2, "Too long.")),
  list: z.array(z.number("No number.")),
});

it("says the first thing that is wrong with each field, and which entry it is about", () => {
  const input = { name: "", attributes: { city: "Paris", team: "Lions" }, list: [1, "a"] };
  expect(problemsOf(schema, input)).toEqual({
    name: ["Give it a name."],
    attributes: ["city: Too long."],
    list: ["No number."],
  });
});

it("says nothing when all is well", () => {
  expect(problemsOf(schema, { name: "a", attributes: {}, list: [] })).toEqual({});
});
