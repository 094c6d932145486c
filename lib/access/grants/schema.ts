import { z } from "zod";
import { reasonField } from "../../core/reason.ts";
import { idText } from "../../core/text.ts";
import { endsLater, endsTooEarly, windowFields } from "../../core/window.ts";

const resource = {
  resourceType: z.string().min(1).max(64),
  resourceId: idText(256).nullable().describe("Null is every resource of the type."),
};

export const createGrantInput = z
  .strictObject({
    userId: z.uuid().nullable().default(null),
    groupId: z.uuid().nullable().default(null),
    permission: z.string().min(1).max(128),
    effect: z.enum(["allow", "deny"]).default("allow"),
    ...resource,
    ...windowFields,
  })
  .refine(({ userId, groupId }) => (userId === null) !== (groupId === null), {
    message: "Name either a person or a group.",
    path: ["userId"],
  })
  .refine(endsLater, endsTooEarly);

export const revokeGrantInput = z.strictObject({
  grantId: z.uuid(),
  reason: reasonField,
});

export const grantFilters = z.object({
  userId: z.uuid().optional(),
  groupId: z.uuid().optional(),
  resourceType: z.string().max(64).optional(),
  resourceId: z.string().max(256).optional(),
});

/** In which time a grant is; one that ends soon is in force as well. */
export const grantStates = ["in_force", "ends_soon", "upcoming", "ended"] as const;
export type GrantState = (typeof grantStates)[number];

/** Grants that end within this time end soon. */
export const SOON_DAYS = 7;

/** What a list can be narrowed by beyond the API's filters; one of each list. */
export const grantListFilters = grantFilters.extend({
  permission: z.array(z.string().max(128)).optional(),
  group: z.array(z.uuid()).optional(),
  type: z.array(z.string().max(64)).optional(),
  effect: z.array(z.enum(["allow", "deny"])).optional(),
  state: z.array(z.enum(grantStates)).optional(),
});
export type GrantListFilters = z.infer<typeof grantListFilters>;

type GrantFacetCount = { value: string; label?: string; count: number };
/** How many grants each value would show, over all grants. */
export type GrantFacets = Record<
  "permission" | "group" | "type" | "effect" | "state",
  GrantFacetCount[]
>;

/** A grant on a resource. It may not have begun yet, or have ended already. */
export const grantRow = z.object({
  id: z.uuid(),
  user: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  group: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  permission: z.string(),
  effect: z.enum(["allow", "deny"]),
  resourceType: z.string(),
  resourceId: z.string().nullable(),
  startsAt: z.iso.datetime().nullable(),
  endsAt: z.iso.datetime().nullable(),
  reason: z.string(),
  createdAt: z.iso.datetime(),
});

export const grantPage = z.object({
  rows: z.array(grantRow),
  nextCursor: z.string().nullable(),
  previousCursor: z.string().nullable(),
});
export type GrantRow = z.infer<typeof grantRow>;
export type GrantPage = z.infer<typeof grantPage>;
