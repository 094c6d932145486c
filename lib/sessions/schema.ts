import { z } from "zod";

/** A sign-in that can be listed and revoked. Times are ISO 8601. */
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

export const sessionFilters = z.strictObject({
  text: z.string().max(200).optional().describe("Part of a person's name or e-mail address."),
});
export type SessionFilters = z.infer<typeof sessionFilters>;

export const sessionPaging = z.strictObject({
  cursor: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const revokeSessionInput = z.strictObject({ sessionId: z.uuid() });
