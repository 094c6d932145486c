import { describe, expect, it, vi } from "vitest";
import { cached, invalidatePattern, invalidateTags } from "./cache.ts";

const unused = "postgresql://nobody@127.0.0.1:1/nothing";
Object.assign(process.env, {
  PUBLIC_URL: "http://127.0.0.1:3000",
  DATABASE_URL: unused,
  DATABASE_SEARCH_URL: unused,
  DATABASE_DIRECT_URL: unused,
  REDIS_URL: "",
  AUTH_SECRET: "a secret of the tests, at least 32 characters",
});

const key = { tenantId: "3f1f0a3e-6c0b-4a39-9f57-52f0f7f6d9a1", id: "a", tags: ["t"] };

describe("without Redis", () => {
  it("every answer is loaded, once for all who ask together", async () => {
    const load = vi.fn(async () => "value");
    const answers = await Promise.all([1, 2, 3].map(() => cached("query", key, load)));
    expect(answers).toEqual(["value", "value", "value"]);
    expect(load).toHaveBeenCalledTimes(1);
    await cached("query", key, load);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it("there is nothing to invalidate", async () => {
    await expect(invalidateTags(key.tenantId, ["t"])).resolves.toBeUndefined();
    await expect(invalidatePattern("query", key.tenantId, "*")).resolves.toBe(0);
  });
});
