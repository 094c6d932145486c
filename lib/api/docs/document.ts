import type { OpenAPIHono } from "@hono/zod-openapi";

/** Types of the OpenAPI 3.1 document, taken from the library that generates it. */
export type ApiDocument = ReturnType<OpenAPIHono["getOpenAPI31Document"]>;
type PathItem = NonNullable<ApiDocument["paths"]>[string];
export type OperationObject = NonNullable<PathItem["get"]>;
type Components = NonNullable<ApiDocument["components"]>;
type SchemaOrReference = NonNullable<Components["schemas"]>[string];
type Reference = Extract<SchemaOrReference, { $ref: string }>;
export type Schema = Exclude<SchemaOrReference, Reference>;
export type Parameter = Exclude<
  NonNullable<OperationObject["parameters"]>[number],
  { $ref: string }
>;
export type MediaType = { schema?: SchemaOrReference; example?: unknown };

export type Answer = { status: string; description: string; content: [string, MediaType][] };

export type Operation = {
  /** For the address bar: stays the same as long as method and path do. */
  anchor: string;
  method: string;
  path: string;
  tag: string;
  summary: string;
  description: string;
  /** Any one of these sets of schemes lets a request in; empty when none is needed. */
  security: string[][];
  parameters: Parameter[];
  body: { required: boolean; content: [string, MediaType][] } | null;
  answers: Answer[];
};

const methods = ["get", "post", "put", "patch", "delete"] as const;

/** The operations of a document in the order in which they are described. */
export function operationsOf(document: ApiDocument): Operation[] {
  const found: Operation[] = [];
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of methods) {
      const operation = item[method];
      if (operation) found.push(operationOf(document, method, path, operation));
    }
  }
  return found;
}

function operationOf(
  document: ApiDocument,
  method: string,
  path: string,
  operation: OperationObject,
): Operation {
  const { requestBody } = operation;
  const body = requestBody && !("$ref" in requestBody) ? requestBody : null;
  return {
    anchor: `${method}-${path}`
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/-$/, ""),
    method: method.toUpperCase(),
    path,
    tag: operation.tags?.[0] ?? "Other",
    summary: operation.summary ?? path,
    description: operation.description ?? "",
    security: (operation.security ?? document.security ?? []).map((set) => Object.keys(set)),
    parameters: (operation.parameters ?? []).filter((one): one is Parameter => !("$ref" in one)),
    body: body && { required: body.required ?? false, content: Object.entries(body.content) },
    answers: answersOf(operation),
  };
}

function answersOf(operation: OperationObject): Answer[] {
  return Object.entries(operation.responses ?? {}).map(([status, answer]) => ({
    status,
    description: String(answer.description ?? ""),
    content: Object.entries<MediaType>(answer.content ?? {}),
  }));
}

function isReference(schema: SchemaOrReference): schema is Reference {
  return schema.$ref !== undefined;
}

/** Follows a `$ref` into the document's own components; anything else is a schema already. */
export function resolve(document: ApiDocument, schema: SchemaOrReference = {}): Schema {
  if (!isReference(schema)) return schema;
  const name = /^#\/components\/schemas\/(.+)$/.exec(schema.$ref)?.[1] ?? "";
  const target = document.components?.schemas?.[name];
  return target && !isReference(target) ? target : {};
}

/** The JSON types that a schema allows; none when it allows every one. */
export function typesOf(schema: Schema): string[] {
  const { type } = schema;
  if (type === undefined) return [];
  return Array.isArray(type) ? type : [type];
}
