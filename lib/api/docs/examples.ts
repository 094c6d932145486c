import {
  type ApiDocument,
  type MediaType,
  type Operation,
  resolve,
  type Schema,
} from "./document.ts";

const samples: Record<string, string> = {
  uuid: "019af3c2-7e41-7c55-9f0b-3d1e5a7c2b90",
  "date-time": "2026-01-31T09:00:00.000Z",
};

/** Schemas may refer to themselves. */
const MAX_LEVELS = 6;

/** The example of a body: the one its author wrote, or one made from the schema. */
export function exampleOf(document: ApiDocument, media: MediaType): unknown {
  return media.example === undefined
    ? sampleOf(document, resolve(document, media.schema), 0)
    : media.example;
}

function sampleOf(document: ApiDocument, schema: Schema, level: number): unknown {
  const known = schema.examples?.[0] ?? schema.example ?? schema.default ?? schema.const;
  if (known !== undefined) return known;
  if (schema.enum) return schema.enum[0];
  const choice = schema.oneOf?.[0] ?? schema.anyOf?.[0];
  if (choice && level < MAX_LEVELS) return sampleOf(document, resolve(document, choice), level + 1);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "string") return samples[schema.format ?? ""] ?? "text";
  if (type === "integer" || type === "number") return schema.minimum ?? 1;
  if (type === "boolean") return true;
  if (level >= MAX_LEVELS) return null;
  if (type === "array") return [sampleOf(document, resolve(document, schema.items), level + 1)];
  const members = Object.entries(schema.properties ?? {});
  return Object.fromEntries(
    members.map(([name, member]) => [
      name,
      sampleOf(document, resolve(document, member), level + 1),
    ]),
  );
}

/** A command line that a shell runs as it stands, once GATEHOUSE_API_KEY is set. */
export function curlOf(document: ApiDocument, operation: Operation, baseUrl: string): string {
  const parameters = operation.parameters.map(({ name, in: place, required, schema }) => {
    const { examples, example, ...rest } = resolve(document, schema);
    const shown = examples?.[0] ?? example;
    const value = shown ?? sampleOf(document, rest, 0);
    return { name, place, value, useful: required || shown !== undefined };
  });
  let path = operation.path;
  const query: string[] = [];
  for (const { name, place, value, useful } of parameters) {
    if (place === "path") path = path.replace(`{${name}}`, encodeURIComponent(String(value)));
    if (place === "query" && useful) {
      for (const one of [value].flat()) query.push(`${name}=${encodeURIComponent(String(one))}`);
    }
  }
  const url = `${baseUrl}${path}${query.length > 0 ? `?${query.join("&")}` : ""}`;
  const lines = [`curl ${quote(url)}`];
  if (operation.security.some((set) => set.length > 0)) {
    lines.push('-H "Authorization: Bearer $GATEHOUSE_API_KEY"');
  }
  const [type, media] = operation.body?.content[0] ?? [];
  // With a body curl sends POST by itself.
  const implied = media ? "POST" : "GET";
  if (operation.method !== implied) lines[0] = `curl -X ${operation.method} ${quote(url)}`;
  if (type && media) {
    lines.push(`-H ${quote(`Content-Type: ${type}`)}`);
    lines.push(`-d ${quote(JSON.stringify(exampleOf(document, media), null, 2))}`);
  }
  return lines.join(" \\\n  ");
}

/** One word for a POSIX shell: nothing is special inside single quotes but the quote itself. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
