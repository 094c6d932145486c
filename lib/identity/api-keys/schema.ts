import { z } from "zod";
import { composed } from "../../core/unicode.ts";

/** What is known of an API key after its creation; the secret itself is never stored. */
export type ApiKeyRow = {
  id: string;
  name: string;
  scopes: string[];
  createdByName: string | null;
  /** Whoever answers for the key is disabled: it does not work. */
  isOrphan: boolean;
  createdAt: string;
  lastUsedAt: string | null;
  expiresAt: string | null;
  revokedAt: string | null;
};

export type ApiKeyPage = {
  rows: ApiKeyRow[];
  nextCursor: string | null;
  previousCursor: string | null;
};

export const createApiKeyInput = z.strictObject({
  name: z
    .string()
    .trim()
    .overwrite(composed)
    .min(1, "Give the key a name, so that people know what uses it.")
    .max(80, "Use at most 80 characters."),
  scopes: z.array(z.string().max(64)).min(1, "Choose at least one permission.").max(50),
  expiresInDays: z
    .number()
    .int()
    .min(1)
    .max(730)
    .nullable()
    .describe("Days until the key stops working; null for a key that does not expire."),
});

export const revokeApiKeyInput = z.strictObject({ apiKeyId: z.uuid() });
