import { z } from "zod";
import { type RuleCondition, ruleCondition } from "../../core/attributes.ts";
import { reasonField } from "../../core/reason.ts";
import { composed } from "../../core/unicode.ts";
import { endsLater, endsTooEarly, windowFields } from "../../core/window.ts";

const name = z
  .string()
  .trim()
  .min(1, "Give the group a name.")
  .max(60, "Use at most 60 characters.")
  .overwrite(composed);
const description = z.string().trim().max(300, "Use at most 300 characters.").default("");
/** Null for a group by hand; else conditions that all hold for its people. */
const rule = z.array(ruleCondition).min(1, "Give at least one condition.").max(20).nullable();

export const createGroupInput = z.strictObject({
  name,
  description,
  rule: rule.default(null),
  reason: reasonField,
});
export const updateGroupInput = z.strictObject({
  groupId: z.uuid(),
  name,
  description,
  rule,
  /** `updatedAt` of the group that was edited: somebody else's change in between is a conflict. */
  basedOn: z.iso.datetime(),
  reason: reasonField,
});
export const groupInput = z.strictObject({ groupId: z.uuid(), reason: reasonField });
export const membersInput = z.strictObject({
  groupId: z.uuid(),
  userIds: z.array(z.uuid()).min(1, "Choose at least one person.").max(500),
  reason: reasonField,
});
export const previewRuleInput = z.strictObject({ rule: rule.unwrap() });

const groupRole = { groupId: z.uuid(), roleId: z.string().min(1).max(64) };
export const assignGroupRoleInput = z
  .strictObject({ ...groupRole, ...windowFields })
  .refine(endsLater, endsTooEarly);
export const unassignGroupRoleInput = z.strictObject({ ...groupRole, reason: reasonField });

type Named = { id: string; name: string };

/** Times are ISO 8601. */
export type GroupRow = {
  id: string;
  name: string;
  description: string;
  rule: RuleCondition[] | null;
  /** Everybody in it, disabled people among them. */
  memberCount: number;
  roles: (Named & { startsAt: string | null; endsAt: string | null; reason: string })[];
  updatedAt: string;
};

export type MemberRow = Named & { email: string; status: string; addedAt: string };
export type MemberPage = {
  rows: MemberRow[];
  nextCursor: string | null;
  previousCursor: string | null;
};

/** How many people a rule would choose, and some of them. */
export type RulePreview = { count: number; people: (Named & { email: string })[] };
