import { z } from "zod";
import { attributesInput } from "../../core/attributes.ts";
import { reasonField } from "../../core/reason.ts";
import { composed } from "../../core/unicode.ts";

const name = z.string().trim().min(1, "Give the person a name.").max(120).overwrite(composed);
const externalId = z
  .string()
  .trim()
  .min(1, "Fill this in.")
  .max(256, "Use at most 256 characters.")
  .nullable()
  .default(null);

export const createUserInput = z.strictObject({
  name,
  email: z.email("This is not an e-mail address.").max(254),
  /** What other programs call the person: the subject of their identity provider. */
  externalId,
  attributes: attributesInput.default({}),
  roleIds: z.array(z.string().min(1).max(64)).max(20).default([]),
  reason: reasonField,
});
export const updateUserInput = z.strictObject({
  userId: z.uuid(),
  name,
  externalId,
  attributes: attributesInput,
  reason: reasonField,
});
export const userInput = z.strictObject({
  userId: z.uuid(),
  reason: reasonField,
});
/** What becomes of the API keys that somebody made, once they are kept out. */
const apiKeyFate = z.enum(["revoke", "hand_over"]);
export type ApiKeyFate = z.infer<typeof apiKeyFate>;
export const disableUserInput = userInput.extend({ apiKeys: apiKeyFate.default("revoke") });

export const userStatuses = ["active", "disabled"] as const;

export const userFilters = z.object({
  /** Part of a name or an e-mail address. */
  text: z.string().max(200).optional(),
  status: z.array(z.enum(userStatuses)).optional(),
  /** Only people who have one of these roles now, themselves or through a group. */
  role: z.array(z.string().max(64)).optional(),
  /** Only people who are in one of these groups. */
  group: z.array(z.uuid()).optional(),
});
export type UserFilters = z.infer<typeof userFilters>;

type Named = { id: string; name: string };

export type UserRow = {
  id: string;
  name: string;
  email: string;
  status: (typeof userStatuses)[number];
  /** In force, given to the person or through groups; of somebody disabled, what they would have. */
  roles: Named[];
  groups: Named[];
  /** ISO 8601; the last sign of a session. */
  lastSeenAt: string | null;
  createdAt: string;
};

export type UserPage = {
  rows: UserRow[];
  nextCursor: string | null;
  previousCursor: string | null;
};

/** A role that somebody has, or will have, or had until lately. Times are ISO 8601. */
export type UserRole = {
  role: Named;
  /** The group through which; null when it was given to the person. */
  via: Named | null;
  startsAt: string | null;
  endsAt: string | null;
  reason: string;
  givenAt: string;
};

export type UserDetail = Omit<UserRow, "roles"> & {
  externalId: string | null;
  /** Of the address and the external id, what is another's as well: decisions do not know the person by it. */
  notCounting: string[];
  attributes: Record<string, string>;
  /** With a password a one-time link replaces it; without one it is the first. */
  hasPassword: boolean;
  /** ISO 8601: until when log-ins are refused from somewhere, after too many wrong passwords; else null. */
  lockedUntil: string | null;
  /** Those that the person made and that still work, the oldest first. */
  apiKeys: Named[];
  /** Those given to the person first, then those through groups, each by name. */
  heldRoles: UserRole[];
};

/** Values by how many people have them, most first. */
export type UserFacets = {
  status: { value: string; count: number }[];
  role: { value: string; label: string; count: number }[];
  /** Members, disabled ones among them, and how many of them are active. */
  group: { value: string; label: string; count: number; activeCount: number }[];
};
