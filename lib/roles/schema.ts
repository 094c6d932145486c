import { z } from "zod";
import type { PermissionId } from "../access/permissions.ts";

/** A role of the tenant, built in or of its own making. Times are ISO 8601. */
export type RoleRow = {
  id: string;
  name: string;
  description: string;
  builtIn: boolean;
  /** Sorted. */
  permissions: PermissionId[];
  peopleCount: number;
  updatedAt: string;
};

export type PersonRow = {
  id: string;
  name: string;
  email: string;
  roles: { id: string; name: string }[];
};

export type PersonPage = {
  rows: PersonRow[];
  nextCursor: string | null;
  previousCursor: string | null;
};

export type PersonFilters = {
  /** Part of a name or an e-mail address. */
  text?: string | undefined;
  /** Only people who have this role. */
  roleId?: string | undefined;
  /** Only people who do not have this role. */
  withoutRoleId?: string | undefined;
};

const name = z
  .string()
  .trim()
  .min(1, "Give the role a name.")
  .max(60, "Use at most 60 characters.");
const description = z.string().trim().max(300, "Use at most 300 characters.").default("");
const permissionIds = z.array(z.string().max(64)).max(500, "These are too many permissions.");
const roleId = z.string().min(1).max(64);

export const createRoleInput = z.strictObject({ name, description, permissions: permissionIds });
export const updateRoleInput = z.strictObject({
  roleId: z.uuid("Built-in roles cannot be changed."),
  name,
  description,
  permissions: permissionIds,
  /** `updatedAt` of the role that was edited: somebody else's change in between is a conflict. */
  basedOn: z.iso.datetime(),
});
export const deleteRoleInput = z.strictObject({
  roleId: z.uuid("Built-in roles cannot be deleted."),
});
export const assignmentInput = z.strictObject({ roleId, userId: z.uuid() });

export type UpdateRoleInput = z.input<typeof updateRoleInput>;
