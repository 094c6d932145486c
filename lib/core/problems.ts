import type { z } from "zod";
import "./plain-messages.ts";
import type { FieldErrors } from "./errors.ts";

/**
 * The same rules as on the server, told before the round trip: the first message for each field, and
 * nothing when all is well.
 */
export function problemsOf(schema: z.ZodType, input: unknown): FieldErrors {
  const problems: FieldErrors = {};
  for (const { path, message } of schema.safeParse(input).error?.issues ?? []) {
    const [field = "", entry] = path;
    problems[String(field)] ??= [typeof entry === "string" ? `${entry}: ${message}` : message];
  }
  return problems;
}

/** Whether any field is refused. */
export function hasProblems(problems: FieldErrors): boolean {
  return Object.keys(problems).length > 0;
}
