import { z } from "zod";
import "./plain-messages.ts";
import { composed } from "./unicode.ts";

const name = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, "Use small letters, digits and _, beginning with a letter.")
  .refine((value) => value !== "email", { message: "The e-mail address is known already." });

const value = z
  .string()
  .trim()
  .min(1, "Fill this in.")
  .max(200, "Use at most 200 characters.")
  .overwrite(composed);

/** What is known of a person by name: `{ department: "finance" }`. */
export const attributesInput = z
  .record(name, value)
  .refine((all) => Object.keys(all).length <= 30, { message: "Use at most 30 attributes." });

export const ruleOperators = ["is", "is_not", "starts_with", "ends_with"] as const;

/** One condition of a group by rule; `email` is an attribute that everybody has. */
export const ruleCondition = z.strictObject({
  attribute: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, "There is no such attribute."),
  operator: z.enum(ruleOperators),
  values: z.array(value).min(1, "Give at least one value.").max(50),
});
export type RuleCondition = z.infer<typeof ruleCondition>;
