import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { busyMessages } from "../core/errors.ts";
import { pageGate } from "../platform/admission.ts";
import { createHttpServer } from "./http-server.ts";

// Pages alone: nothing here asks a database.
Object.assign(process.env, {
  PUBLIC_URL: "http://127.0.0.1:3000",
  DATABASE_URL: "postgresql://127.0.0.1:1/none",
  DATABASE_SEARCH_URL: "postgresql://127.0.0.1:1/none",
  DATABASE_DIRECT_URL: "postgresql://127.0.0.1:1/none",
  AUTH_SECRET: "a secret of the tests, at least 32 characters",
});

const release = Promise.withResolvers<void>();
const server = createHttpServer(async (request, response) => {
  if (!request.url?.startsWith("/_next/static/")) await release.promise;
  response.end("a page");
});
let url: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it("pages beyond what one may ask for at once say that the server is busy, and when to come back", async () => {
  const asked = Array.from({ length: 204 }, () => fetch(`${url}/audit`));
  await vi.waitUntil(() => pageGate().waiting === 200, { timeout: 60_000 });
  expect(pageGate().inside).toBe(4);

  const page = await fetch(`${url}/audit`, { headers: { accept: "text/html" } });
  expect([page.status, page.headers.get("retry-after")]).toEqual([503, "2"]);
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(await page.text()).toContain(busyMessages.session);

  // The browser shows the text of such an answer as the reason why the action was not done.
  const action = await fetch(`${url}/audit`, { method: "POST", body: "[]" });
  expect(action.status).toBe(503);
  expect(action.headers.get("content-type")).toBe("text/plain");
  expect(await action.text()).toBe(busyMessages.session);

  const file = await fetch(`${url}/_next/static/chunk.js`);
  expect(file.status).toBe(200);

  release.resolve();
  const answers = await Promise.all(asked);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect([pageGate().inside, pageGate().waiting]).toEqual([0, 0]);
});
