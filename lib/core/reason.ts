import { z } from "zod";

/** Why somebody changes something: for the audit log, and optional. */
export const reasonField = z
  .string()
  .trim()
  .max(300, "Use at most 300 characters.")
  .refine((text) => !text.includes("\0"), "This contains a character that cannot be stored.")
  .default("");

/** The part of an audit event that says why; nothing when nobody said. */
export function because(reason: string): { reason?: string } {
  return reason ? { reason } : {};
}
