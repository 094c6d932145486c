import { z } from "zod";
import { endsLater, endsTooEarly, windowFields } from "../core/window.ts";

const assignment = { roleId: z.string().min(1).max(64), userId: z.uuid() };

export const assignRoleInput = z
  .strictObject({ ...assignment, ...windowFields })
  .refine(endsLater, endsTooEarly);
export const unassignRoleInput = z.strictObject(assignment);
