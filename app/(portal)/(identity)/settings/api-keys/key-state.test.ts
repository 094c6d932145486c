import { expect, it } from "vitest";
import { keyStateOf } from "./key-state.ts";

const now = Date.UTC(2026, 10, 22);
const inDays = (days: number) => new Date(now + days * 86_400_000).toISOString();

it.each([
  ["active", { expiresAt: null, revokedAt: null }],
  ["active", { expiresAt: inDays(30), revokedAt: null }],
  ["expiring", { expiresAt: inDays(3), revokedAt: null }],
  ["expired", { expiresAt: inDays(0), revokedAt: null }],
  ["revoked", { expiresAt: inDays(30), revokedAt: inDays(-1) }],
  ["revoked", { expiresAt: inDays(-30), revokedAt: inDays(-40) }],
])("%s", (state, key) => {
  expect(keyStateOf({ ...key, isOrphan: false }, now)).toBe(state);
});

it("is that of its maker, while it could work otherwise", () => {
  const orphan = { expiresAt: null, revokedAt: null, isOrphan: true };
  expect(keyStateOf(orphan, now)).toBe("orphaned");
  expect(keyStateOf({ ...orphan, revokedAt: inDays(-1) }, now)).toBe("revoked");
  expect(keyStateOf({ ...orphan, expiresAt: inDays(-1) }, now)).toBe("expired");
});
