import type { ApiKeyRow } from "#lib/identity/api-keys/schema";

export type KeyState = "active" | "expiring" | "expired" | "revoked";

const SOON_MS = 14 * 24 * 3_600_000;

/** Whether a key works; "expiring" is the time in which somebody should replace it. */
export function keyStateOf(
  key: Pick<ApiKeyRow, "expiresAt" | "revokedAt">,
  nowMs: number,
): KeyState {
  if (key.revokedAt) return "revoked";
  if (!key.expiresAt) return "active";
  const leftMs = Date.parse(key.expiresAt) - nowMs;
  if (leftMs <= 0) return "expired";
  return leftMs < SOON_MS ? "expiring" : "active";
}
