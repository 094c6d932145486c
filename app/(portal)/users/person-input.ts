import type { z } from "zod";
import type { FieldErrors } from "#lib/core/errors";

/** One line of the attributes' editor; `key` tells lines apart that say the same. */
export type AttributeLine = { key: number; name: string; value: string };

/** What is sent, or why the lines cannot be read. Empty lines do not count. */
export function attributesOf(
  lines: readonly AttributeLine[],
): { ok: true; attributes: Record<string, string> } | { ok: false; message: string } {
  const attributes: Record<string, string> = {};
  for (const line of lines) {
    const [name, value] = [line.name.trim(), line.value.trim()];
    if (name === "" && value === "") continue;
    if (name === "") return { ok: false, message: `Give “${value}” a name.` };
    if (value === "") return { ok: false, message: `Give ${name} a value, or remove it.` };
    if (Object.hasOwn(attributes, name)) {
      return { ok: false, message: `There is more than one ${name}. Keep one of them.` };
    }
    attributes[name] = value;
  }
  return { ok: true, attributes };
}

/** The same rules as on the server, told before the round trip: one message for each field. */
export function problemsOf(schema: z.ZodType, input: unknown): FieldErrors {
  const problems: FieldErrors = {};
  for (const { path, message } of schema.safeParse(input).error?.issues ?? []) {
    const field = String(path[0] ?? "");
    problems[field] ??= [path.length > 1 ? `${String(path[1])}: ${message}` : message];
  }
  return problems;
}

/** The server's messages by field: those about one attribute belong to all of them. */
export function byField(errors: FieldErrors): FieldErrors {
  const fields: FieldErrors = {};
  for (const [path, messages] of Object.entries(errors)) {
    const [field = path] = path.split(".");
    fields[field] ??= messages;
  }
  return fields;
}
