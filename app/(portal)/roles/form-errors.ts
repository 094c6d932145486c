import type { z } from "zod";
import type { FieldErrors } from "#lib/core/errors";

/** The same rules as on the server, told before the round trip; null when all is well. */
export function errorsOf(schema: z.ZodType, input: unknown): FieldErrors | null {
  const parsed = schema.safeParse(input);
  if (parsed.success) return null;
  return Object.fromEntries(
    parsed.error.issues.map((issue) => [String(issue.path[0]), [issue.message]]),
  );
}
