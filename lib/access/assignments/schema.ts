import { z } from "zod";
import { reasonField } from "../../core/reason.ts";
import { endsLater, endsTooEarly, windowFields } from "../../core/window.ts";

const assignment = { roleId: z.string().min(1).max(64), userId: z.uuid() };

/** Of a role that is given, and of one whose time is changed. */
export const assignRoleInput = z
  .strictObject({ ...assignment, ...windowFields })
  .refine(endsLater, endsTooEarly);
export const unassignRoleInput = z.strictObject({ ...assignment, reason: reasonField });
