import { describe, expect, it } from "vitest";
import { ACCOUNT_ATTEMPTS, countAttempt, forgiveAttempts } from "./limits.ts";

// Nothing listens there: every command of Redis fails at once.
Object.assign(process.env, {
  PUBLIC_URL: "http://127.0.0.1:3000",
  DATABASE_URL: "postgresql://127.0.0.1:1/none",
  DATABASE_SEARCH_URL: "postgresql://127.0.0.1:1/none",
  DATABASE_DIRECT_URL: "postgresql://127.0.0.1:1/none",
  AUTH_SECRET: "a secret of the tests, at least 32 characters",
  REDIS_URL: "redis://127.0.0.1:1",
});

describe("without Redis", () => {
  it("attempts are still counted, in the memory of this server", async () => {
    const attempts = [];
    for (let i = 0; i < ACCOUNT_ATTEMPTS + 3; i++) {
      attempts.push(await countAttempt("ada@example.com", `192.0.2.${i}`));
    }
    const refused = attempts.slice(ACCOUNT_ATTEMPTS);
    expect(attempts.filter((attempt) => attempt.allowed)).toHaveLength(ACCOUNT_ATTEMPTS);
    expect(refused.map((attempt) => attempt.firstRefusal)).toEqual([true, false, false]);
    expect((await countAttempt("bo@example.com", "192.0.2.1")).allowed).toBe(true);
  });

  it("a right password still forgives", async () => {
    for (let i = 0; i < ACCOUNT_ATTEMPTS; i++) await countAttempt("chen@example.com", null);
    await forgiveAttempts("chen@example.com");
    expect((await countAttempt("chen@example.com", null)).allowed).toBe(true);
  });
});
