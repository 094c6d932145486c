import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi } from "../../../testing/api-server.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import { sessionCookie } from "../../identity/credentials/session-cookie.ts";
import { takeMeters } from "../../platform/meter.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let api: Awaited<ReturnType<typeof startApi>>;
let authorization: string;

beforeAll(async () => {
  api = await startApi();
  const { key } = await factory.createKey(await factory.createTenant());
  authorization = `Bearer ${key}`;
});
afterAll(() => api.close());

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(api.url + path, { headers: { authorization, ...headers } });
}

describe("answers of the API", () => {
  it.each(["/api/v1/kpis", "/api/v1/kpis/snapshot", "/api/v1/me", "/api/v1/audit/events"])(
    "%s is read again only when it has changed",
    async (path) => {
      const first = await get(path);
      expect(first.status).toBe(200);
      expect(first.headers.get("cache-control")).toBe("private, no-cache");
      expect(first.headers.get("vary")).toBe("Authorization, Cookie");
      const etag = first.headers.get("etag") ?? "";
      expect(etag).toMatch(/^"[\w-]{20,}"$/);
      for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
        const again = await get(path, { "if-none-match": known });
        expect([again.status, await again.text()]).toEqual([304, ""]);
        expect(again.headers.get("etag")).toBe(etag);
      }
      const other = await get(path, { "if-none-match": '"other"' });
      expect(other.status).toBe(200);
    },
  );

  it("count as calls when a program asks, and not when a page of ours does", async () => {
    const tenantId = await factory.createTenant();
    const { key } = await factory.createKey(tenantId);
    const { id } = await factory.createUser(tenantId);
    const { token } = await factory.createSession(tenantId, id);
    takeMeters();
    await fetch(`${api.url}/api/v1/me`, { headers: { authorization: `Bearer ${key}` } });
    await fetch(`${api.url}/api/v1/me`, {
      headers: { cookie: `${sessionCookie().name}=${token}` },
    });
    await fetch(`${api.url}/api/v1/me`);
    expect(takeMeters().requests).toMatchObject([{ tenantId, route: "GET /me", requests: 1 }]);
  });

  it("are not given to whoever only knows the tag", async () => {
    const etag = (await get("/api/v1/me")).headers.get("etag") ?? "";
    const stranger = await fetch(`${api.url}/api/v1/me`, { headers: { "if-none-match": etag } });
    expect(stranger.status).toBe(401);
    expect(stranger.headers.get("cache-control")).toBe("no-store");
  });

  it.each(["/api/v1/openapi.json", "/api/v1/docs"])("%s may be kept five minutes", async (path) => {
    expect((await get(path)).headers.get("cache-control")).toBe("public, max-age=300");
  });

  it.each(["/healthz", "/readyz", "/metrics", "/api/v1/nothing"])(
    "%s is never kept",
    async (path) => {
      expect((await get(path)).headers.get("cache-control")).toBe("no-store");
    },
  );

  it("to what was written are never kept", async () => {
    const response = await fetch(`${api.url}/api/v1/audit/events`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify({
        events: [{ id: "a", occurredAt: "2026-01-01T00:00:00Z", action: "b" }],
      }),
    });
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("etag")).toBeNull();
  });
});
