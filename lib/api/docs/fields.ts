import { type ApiDocument, resolve, type Schema, typesOf } from "./document.ts";

/** One line of a field table. */
export type Field = {
  /** Names from the outermost object inwards; lists end in `[]`. */
  path: string[];
  type: string;
  required: boolean;
  description: string;
  /** Plain sentences about what values are allowed. */
  limits: string[];
  /** Values of an enumeration. */
  options: string[];
};

/** Schemas may refer to themselves; no reader follows one this deep. */
const MAX_LEVELS = 6;

/** The fields of an object or of a list of objects, outer before inner. */
export function fieldsOf(document: ApiDocument, schema: Schema): Field[] {
  return fieldsIn(document, schema, [], 0);
}

function fieldsIn(document: ApiDocument, schema: Schema, prefix: string[], level: number): Field[] {
  if (level >= MAX_LEVELS) return [];
  const items = itemsOf(document, schema);
  if (items) return fieldsIn(document, items, asList(prefix), level + 1);
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const inner = resolve(document, member);
    const path = [...prefix, name];
    const field = fieldOf(document, path, inner, schema.required?.includes(name) ?? false);
    return [field, ...fieldsIn(document, inner, path, level + 1)];
  });
}

/** What one named value is: a member of an object, or a parameter. */
export function fieldOf(
  document: ApiDocument,
  path: string[],
  schema: Schema,
  required: boolean,
): Field {
  const items = itemsOf(document, schema);
  const valued = items ?? schema;
  return {
    path,
    type: typeName(document, schema),
    required,
    description: schema.description ?? items?.description ?? "",
    limits: [...limitsOf(schema), ...(items ? limitsOf(items).map((one) => `each ${one}`) : [])],
    options: (valued.enum ?? (valued.const === undefined ? [] : [valued.const])).map(String),
  };
}

function itemsOf(document: ApiDocument, schema: Schema): Schema | null {
  return typesOf(schema).includes("array") ? resolve(document, schema.items) : null;
}

function asList(path: string[]): string[] {
  const last = path.at(-1);
  return last === undefined ? ["[]"] : [...path.slice(0, -1), `${last}[]`];
}

/** "string", "list of objects", "date-time or null", "any". */
export function typeName(document: ApiDocument, schema: Schema): string {
  const choices = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  if (choices.length > 0) {
    return choices.map((one) => typeName(document, resolve(document, one))).join(" or ");
  }
  const names = typesOf(schema).map((type) => {
    if (type === "array") return `list of ${typeName(document, resolve(document, schema.items))}`;
    if (type === "string") return schema.format ?? "string";
    if (type === "object" && mapsNames(schema)) return "map";
    return type;
  });
  return names.join(" or ") || "any";
}

/** An object whose names are the sender's own. */
function mapsNames(schema: Schema): boolean {
  return schema.properties === undefined && typeof schema.additionalProperties === "object";
}

function limitsOf(schema: Schema): string[] {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, pattern } = schema;
  const limits = [
    range(minimum, maximum, ""),
    range(minLength, maxLength, " characters"),
    range(minItems, maxItems, " items"),
  ].filter((limit) => limit !== null);
  if (pattern !== undefined && schema.format === undefined) limits.push(`matches ${pattern}`);
  if (schema.default !== undefined) limits.push(`default ${JSON.stringify(schema.default)}`);
  return limits;
}

function range(from: number | undefined, to: number | undefined, unit: string): string | null {
  const number = (value: number) => value.toLocaleString("en");
  if (from !== undefined && to !== undefined) return `${number(from)} to ${number(to)}${unit}`;
  if (to !== undefined) return `up to ${number(to)}${unit}`;
  return from === undefined ? null : `at least ${number(from)}${unit}`;
}
