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

/** The server's messages by field: those about one attribute belong to all of them. */
export function byField(errors: FieldErrors): FieldErrors {
  const fields: FieldErrors = {};
  for (const [path, messages] of Object.entries(errors)) {
    const [field = path] = path.split(".");
    fields[field] ??= messages;
  }
  return fields;
}
