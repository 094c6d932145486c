import { z } from "zod";
import type { Category, Risk } from "../../authz/catalogue/permission.ts";
import type { RoleEntry } from "../../authz/engine/facts.ts";
import { reasonField } from "../../core/reason.ts";
import { composed } from "../../core/unicode.ts";

/** A role of the tenant, built in or of its own making. Times are ISO 8601. */
export type RoleRow = {
  id: string;
  name: string;
  description: string;
  builtIn: boolean;
  /** What it inherits from. */
  parents: { id: string; name: string }[];
  /** What it says itself, sorted by permission; a built-in one's wildcards are resolved. */
  entries: RoleEntry[];
  /** What it comes to with all that it inherits, denials subtracted; sorted. */
  permissions: string[];
  /** Those of `permissions` that hold only on what the person owns. */
  ownOnly: string[];
  /** What it denies with all that it inherits, and what is denied with that; sorted. */
  denied: string[];
  /** The highest among its permissions; null when it has none. */
  risk: Risk | null;
  /** Whom it was given to directly, whether they have it now or not: not begun, over, disabled. */
  givenPeopleCount: number;
  givenGroupCount: number;
  updatedAt: string;
};

/** One role, with how many people have it now, themselves or through groups. */
export type RoleDetail = RoleRow & { holderCount: number };

/** A permission as a role's editor sees it. */
export type PermissionRow = {
  id: string;
  name: string;
  sentence: string;
  category: Category | "Your products";
  risk: Risk;
  /** The type of resource that it is about; null when it is about the tenant. */
  on: string | null;
  /** Ids of what whoever has it has as well. */
  implies: string[];
};

/** Somebody who has a role now. */
export type HolderRow = {
  id: string;
  name: string;
  email: string;
  /** Whether it was given to the person, and the names of the groups through which they have it. */
  isDirect: boolean;
  groups: string[];
  /** What else they have now, themselves or through groups; by name. */
  otherRoles: { id: string; name: string }[];
};

export type HolderPage = {
  rows: HolderRow[];
  nextCursor: string | null;
  previousCursor: string | null;
};

export type HolderFilters = {
  roleId: string;
  /** Part of a name or an e-mail address. */
  text?: string | undefined;
};

/** People who were given a role and do not have it now; some of them by name, and how many in all. */
export type IdleHolders = {
  count: number;
  rows: {
    id: string;
    name: string;
    isDisabled: boolean;
    startsAt: string | null;
    endsAt: string | null;
  }[];
};

const name = z
  .string()
  .trim()
  .min(1, "Give the role a name.")
  .max(60, "Use at most 60 characters.")
  .overwrite(composed);
const description = z.string().trim().max(300, "Use at most 300 characters.").default("");
const roleId = z.string().min(1).max(64);
const entry = z
  .strictObject({
    permission: z.string().min(1).max(128),
    effect: z.enum(["allow", "deny"]).default("allow"),
    ownOnly: z.boolean().default(false),
  })
  .refine(({ effect, ownOnly }) => effect === "allow" || !ownOnly, {
    message: "A denial holds everywhere, not only on what somebody owns.",
  });
const entries = z
  .array(entry)
  .max(6_000, "These are too many permissions.")
  .refine((all) => new Set(all.map(({ permission }) => permission)).size === all.length, {
    message: "A role can say only one thing about a permission.",
  });
const parents = z.array(roleId).max(1_000, "These are too many roles.").default([]);

export const createRoleInput = z.strictObject({
  name,
  description,
  entries,
  parents,
  reason: reasonField,
});
export const updateRoleInput = z.strictObject({
  roleId: z.uuid("Built-in roles cannot be changed."),
  name,
  description,
  entries,
  parents,
  /** `updatedAt` of the role that was edited: somebody else's change in between is a conflict. */
  basedOn: z.iso.datetime(),
  reason: reasonField,
});
export const deleteRoleInput = z.strictObject({
  roleId: z.uuid("Built-in roles cannot be deleted."),
  /** The role that people and groups get instead; without one, nobody may have the role. */
  reassignTo: roleId.nullable().default(null),
  reason: reasonField,
});

export type UpdateRoleInput = z.input<typeof updateRoleInput>;
