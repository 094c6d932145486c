import { z } from "zod";
import { reasonField } from "../../core/reason.ts";

/** A log-in that can be listed and revoked. Times are ISO 8601. */
export type SessionRow = {
  id: string;
  userId: string;
  userName: string;
  userEmail: string;
  ip: string | null;
  userAgent: string | null;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
};

export type SessionPage = {
  rows: SessionRow[];
  nextCursor: string | null;
  previousCursor: string | null;
};

export type SessionFilters = {
  /** Part of a person's name or e-mail address. */
  text?: string | undefined;
};

export const ownSessionInput = z.strictObject({ sessionId: z.uuid() });
export const revokeSessionInput = ownSessionInput.extend({ reason: reasonField });

/** Of one's roles that exclude each other, those to use in this session; none gives them all up. */
export const chooseRolesInput = z.strictObject({ roleIds: z.array(z.string().max(64)).max(20) });
