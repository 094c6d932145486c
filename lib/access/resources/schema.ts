import { z } from "zod";
import { comparisonOperators, propertySources } from "../../authz/engine/conditions.ts";
import { reasonField } from "../../core/reason.ts";
import { idText } from "../../core/text.ts";
import { composed } from "../../core/unicode.ts";

const risk = z.enum(["low", "medium", "high", "critical"]);
const sentence = z.string().trim().max(300, "Use at most 300 characters.").default("");

/** What a product calls a type or an action. No dot and no slash: they join and divide ids. */
const word = z
  .string()
  .regex(/^[A-Za-z][\w:-]{0,62}$/, "Use letters, digits, _, : and -, beginning with a letter.");
const resourceId = idText(256);

export const typeRef = z.strictObject({ type: word });
export const resourceRef = z.strictObject({ type: word, id: resourceId });
const reason = reasonField.describe("Why; kept in the audit log.");
export const deleteTypeInput = typeRef.extend({ reason });
export const deleteResourceInput = resourceRef.extend({ reason });

/** What has no name yet is refused for that, and is no other's double. */
function isNamedOnce(all: readonly { name: string }[]): boolean {
  const names = all.map(({ name }) => name).filter(Boolean);
  return new Set(names).size === names.length;
}

const propertyName = idText(64);
const propertyValue = z.union([
  z.boolean(),
  z.number(),
  z.string().max(200, "Use at most 200 characters.").overwrite(composed),
]);
const property = z
  .strictObject({
    name: propertyName.describe("What questions call it: `soft`."),
    source: z
      .enum(propertySources)
      .default("action")
      .describe("Whether questions say it of the action or of the resource, in `properties`."),
    type: z.enum(["boolean", "number", "string"]),
    fallback: propertyValue
      .nullable()
      .default(null)
      .describe("What counts when a question does not say it; null is that it may be anything."),
  })
  .refine(({ type, fallback }) => fallback === null || typeof fallback === type, {
    message: "What counts when it is not said must be of the property's type.",
    path: ["fallback"],
  });
const properties = z
  .array(property)
  .max(20, "An action has at most 20 properties.")
  .refine(isNamedOnce, {
    message: "Name each property once.",
  })
  .default([])
  .describe("What questions can say of the action, for the conditions of others.");
const condition = z
  .strictObject({
    action: word.describe("The action that it is needed beside."),
    all: z
      .array(
        z.strictObject({
          property: propertyName.describe("One of that action's properties."),
          operator: z.enum(comparisonOperators).default("is"),
          value: propertyValue,
        }),
      )
      .min(1, "Compare at least one property.")
      .max(10, "Compare at most ten properties."),
  })
  .nullable()
  .default(null)
  .describe(
    "Makes the permission one that questions about another action need as well when all of this holds, or cannot be told.",
  );
const action = z.strictObject({
  name: word,
  sentence,
  risk: risk.default("medium"),
  properties,
  condition,
});

export const resourceTypeInput = z.strictObject({
  type: word.describe("What the products call it: `todo`."),
  name: z
    .string()
    .trim()
    .min(1, "Fill this in.")
    .max(60, "Use at most 60 characters.")
    .overwrite(composed)
    .describe("What people call it: To-do."),
  description: sentence,
  ownerProperty: idText(64)
    .nullable()
    .default(null)
    .describe("The property of a question that names the owner; `owner` when null."),
  builtInAdministrators: z
    .boolean()
    .optional()
    .describe(
      "Whether tenant and super admins have its permissions without being given them. Left as it is when not said, and false for a new type. They may give them to others all the same.",
    ),
  actions: z
    .array(action)
    .max(100, "A type has at most 100 actions.")
    .refine(isNamedOnce, {
      message: "Name each action once.",
    })
    .describe("What can be done to it: the permission of `delete` on `todo` is `todo.delete`."),
  reason,
});

export const resourceInput = resourceRef.extend({
  name: z.string().trim().max(200).overwrite(composed).default(""),
  owner: idText(320)
    .nullable()
    .default(null)
    .describe("A person's id, e-mail address or external id."),
  parent: resourceRef.nullable().default(null).describe("What it lies under."),
  reason,
});

/** A type of resource that the tenant has registered, or one of Gatehouse's own. */
export const resourceTypeRow = z.object({
  type: z.string(),
  name: z.string(),
  description: z.string(),
  ownerProperty: z.string(),
  builtInAdministrators: z.boolean(),
  builtIn: z.boolean(),
  actions: z.array(
    z.object({
      name: z.string(),
      permission: z.string(),
      sentence: z.string(),
      risk,
      properties,
      condition,
    }),
  ),
});
export type ResourceTypeRow = z.infer<typeof resourceTypeRow>;
/** An action of a type, with what questions can say of it and with which other one it is needed. */
export type ActionRow = ResourceTypeRow["actions"][number];

export const resourceRow = z.object({
  type: z.string(),
  id: z.string(),
  name: z.string(),
  owner: z.string().nullable(),
  parent: z.object({ type: z.string(), id: z.string() }).nullable(),
  createdAt: z.iso.datetime(),
});
export type ResourceRow = z.infer<typeof resourceRow>;

export const resourcePage = z.object({
  rows: z.array(resourceRow),
  /** The id after which the next page begins; null at the end. */
  nextAfter: z.string().nullable(),
});
export type ResourcePage = z.infer<typeof resourcePage>;

/** What a list of resources can be narrowed by. */
export const resourceFilters = z.object({
  /** In the id, the name or the owner. */
  text: z.string().max(200).optional(),
  type: z.array(z.string().max(64)).optional(),
  /** Only what lies right under it. Without any filter only what lies under nothing is shown. */
  parent: z.object({ type: z.string(), id: z.string() }).optional(),
});
export type ResourceFilters = z.infer<typeof resourceFilters>;

/** A resource as lists show it. */
export type ResourceListRow = ResourceRow & {
  /** How many lie right under it. */
  childCount: number;
  /** How many grants are on itself, in force or not. */
  grantCount: number;
};

export type ResourceListPage = {
  rows: ResourceListRow[];
  nextCursor: string | null;
  previousCursor: string | null;
};

type Named = { id: string; name: string };

export type ResourceDetails = ResourceListRow & {
  /** What it lies under, the top first. */
  above: { type: string; id: string; name: string }[];
  /** The person whom `owner` names, if anybody. */
  ownerPerson: Named | null;
};
