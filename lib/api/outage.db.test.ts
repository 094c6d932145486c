import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { startApi } from "../../testing/api-server.ts";
import { testEnvironment } from "../../testing/services.ts";
import { defineAction } from "../action/define-action.ts";
import type { Actor } from "../authz/guard/actor.ts";
import { makeApiKey } from "../identity/credentials/api-key.ts";

/** Nothing listens on port 1. */
const nowhere = "postgresql://nobody:x@127.0.0.1:1/nothing";
let api: Awaited<ReturnType<typeof startApi>>;

beforeAll(async () => {
  const urls = { ownerUrl: nowhere, appUrl: nowhere, searchUrl: nowhere, workerUrl: nowhere };
  Object.assign(process.env, testEnvironment(urls));
  api = await startApi();
});
afterAll(() => api.close());

const authorization = () => `Bearer ${makeApiKey(randomUUID(), randomUUID()).key}`;

it.each([
  ["GET", "/api/v1/me"],
  ["GET", "/api/v1/kpis/snapshot"],
  ["POST", "/api/v1/audit/events"],
  ["POST", "/access/v1/evaluation"],
])("%s %s says 503 and when to come back while PostgreSQL is down", async (method, path) => {
  const headers = { Authorization: authorization() };
  const response = await fetch(`${api.url}${path}`, { method, headers });
  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toMatch(/^\d+$/);
  expect(await response.text()).toContain("does not answer");
});

it("an action says so as well", async () => {
  const action = defineAction({
    permission: "self",
    input: z.object({}),
    run: async () => ({ data: null, events: [{ action: "session.ended" }] }),
  });
  const request = { requestId: "r", ip: null, userAgent: null };
  const actor = { tenantId: randomUUID(), request } as Actor;
  expect(await action(actor, {})).toMatchObject({ ok: false, error: { code: "unavailable" } });
});
