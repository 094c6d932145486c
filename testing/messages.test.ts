// What a schema says reaches people and programs: nothing of it may be in the validator's words.
import { globSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { plainMessage } from "../lib/core/plain-messages.ts";
import { problemsOf } from "../lib/core/problems.ts";

/** What zod says where nobody says it better. */
const validators =
  /Invalid (input|option|string|number|key|value|UUID|ISO|email|URL|discriminator)|Too (small|big)|expected|received|Unrecognized|>=|<=|\n/;

const wrong: unknown[] = [
  undefined,
  null,
  "",
  "x".repeat(5_000),
  "a\0b",
  -1,
  1.5,
  1e300,
  true,
  [],
  Array.from({ length: 1_200 }, (_, index) => ({ index })),
  {},
  { "un\nknown": 1, other: 2 },
];

async function schemas(): Promise<[string, z.ZodType][]> {
  const lib = join(import.meta.dirname, "../lib");
  const found: [string, z.ZodType][] = [];
  for (const file of globSync("**/schema.ts", { cwd: lib })) {
    const exported: Record<string, unknown> = await import(join(lib, file));
    for (const [name, schema] of Object.entries(exported)) {
      if (schema instanceof z.ZodType) found.push([`${file} ${name}`, schema]);
    }
  }
  return found;
}

/** The value itself, and in the place of each field. */
function wrongFor(schema: z.ZodType): unknown[] {
  if (!(schema instanceof z.ZodObject)) return wrong;
  const names = Object.keys(schema.shape as Record<string, unknown>);
  return [
    ...wrong,
    ...wrong.map((value) => Object.fromEntries(names.map((name) => [name, value]))),
    ...wrong.map((value) => Object.fromEntries(names.map((name) => [name, [value]]))),
    ...wrong.map((value) => Object.fromEntries(names.map((name) => [name, { [name]: value }]))),
  ];
}

describe("what is wrong is said in plain English by", async () => {
  it.each(await schemas())("%s", (_name, schema) => {
    for (const value of wrongFor(schema)) {
      for (const { message } of schema.safeParse(value).error?.issues ?? []) {
        expect(message).not.toMatch(validators);
        expect(message.length).toBeGreaterThan(5);
      }
    }
  });
});

it.each([
  [z.string(), undefined, "This is missing."],
  [z.string(), 5, "Use text."],
  [z.string().min(1), "", "Fill this in."],
  [z.string().max(3), "four", "Use at most 3 characters."],
  [z.int(), 1.5, "Use a whole number."],
  [z.array(z.string()).min(1), [], "Give at least one."],
  [z.enum(["a", "b"]), "c", "Use one of these: a, b."],
  [z.strictObject({}), { "a\nb": 1 }, "There is no field a�b here."],
  [z.uuid(), "x", "Use an id (a UUID), such as 0192f3a1-7c2e-7d41-9a55-3f0c8f6b2d10."],
])("says it in words", (schema, value, message) => {
  expect(schema.safeParse(value).error?.issues).toMatchObject([{ message }]);
});

it("leaves to a schema what it says itself", () => {
  const name = z.object({ name: z.string("Say who.").min(1, "Give it a name.") });
  expect(problemsOf(name, { name: "" })).toEqual({ name: ["Give it a name."] });
  expect(problemsOf(name, {})).toEqual({ name: ["Say who."] });
  expect(plainMessage({ code: "custom", input: 1, path: [] })).toBe("This is not allowed.");
});
