import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type IncomingMessage, request as send } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it, onTestFinished, vi } from "vitest";
import { freePort } from "../../local/embedded/ports.ts";
import { setUpTestDatabase } from "../../testing/database.ts";
import { Factory } from "../../testing/factories.ts";
import { startApiProcess } from "../../testing/node-child.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);

async function startApi(more: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-stopping-"));
  const port = String(await freePort());
  const environment = { ...process.env, HOST: "127.0.0.1", PORT: port, ...more };
  const server = startApiProcess(environment, join(folder, "api.log"));
  onTestFinished(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });
  await server.listening;
  return { server, url: `http://127.0.0.1:${port}` };
}

/** A request that has begun, and lacks the end of its body. */
async function begin(url: string, key: string, body: string) {
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  const request = send(`${url}/api/v1/audit/events`, { method: "POST", headers });
  const answered = once(request, "response") as Promise<[IncomingMessage]>;
  await new Promise((resolve) => request.write(body.slice(0, -1), resolve));
  return async () => {
    request.end(body.slice(-1));
    const [response] = await answered;
    return { status: response.statusCode, body: JSON.parse(await text(response)) };
  };
}

const events = JSON.stringify({
  events: [
    { id: "1", occurredAt: "2026-11-22T09:30:00Z", action: "invoice.refunded", actor: { id: "u" } },
  ],
});

it("says that it stops, serves on meanwhile, and answers what was asked", async () => {
  const { key } = await factory.createKey(await factory.createTenant());
  const { server, url } = await startApi({ DRAIN_SECONDS: "1" });
  const finish = await begin(url, key, events);
  process.kill(server.pid, "SIGTERM");

  const ready = () => fetch(`${url}/readyz`);
  await vi.waitUntil(async () => (await ready()).status === 503);
  expect(await (await ready()).json()).toMatchObject({
    status: "not ready",
    checks: { server: { ok: false, detail: "This server is stopping." } },
  });
  const served = await fetch(`${url}/api/v1/me`, { headers: { Authorization: `Bearer ${key}` } });
  expect([served.status, served.headers.get("connection")]).toEqual([200, "close"]);

  await vi.waitUntil(
    () =>
      ready().then(
        () => false,
        () => true,
      ),
    { timeout: 10_000 },
  );
  expect(await finish()).toMatchObject({ status: 200, body: { accepted: 1 } });
  expect(await server.ended).toMatch(/ended with 0:/);
});
