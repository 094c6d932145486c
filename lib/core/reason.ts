import { z } from "zod";
import "./plain-messages.ts";

/** Why somebody changes something: for the audit log, and optional. */
export const reasonField = z.string().trim().max(300, "Use at most 300 characters.").default("");

/** The part of an audit event that says why; nothing when nobody said. */
export function because(reason: string): { reason?: string } {
  return reason ? { reason } : {};
}
