import type { ApiKeyRow } from "#lib/identity/api-keys/schema";

export type KeyState = "active" | "expiring" | "expired" | "revoked" | "orphaned";

const SOON_MS = 14 * 24 * 3_600_000;

/** Whether a key works; "expiring" is the time in which somebody should replace it. */
export function keyStateOf(
  key: Pick<ApiKeyRow, "expiresAt" | "revokedAt" | "isOrphan">,
  nowMs: number,
): KeyState {
  if (key.revokedAt) return "revoked";
  const leftMs = key.expiresAt ? Date.parse(key.expiresAt) - nowMs : Number.POSITIVE_INFINITY;
  if (leftMs <= 0) return "expired";
  if (key.isOrphan) return "orphaned";
  return leftMs < SOON_MS ? "expiring" : "active";
}
