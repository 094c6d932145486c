import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { request as send } from "node:https";
import { freePort } from "../local/embedded/ports.ts";
import { type Server, startServer, waitUntilReady } from "../local/launch/server.ts";
import { inProject } from "../local/project.ts";
import { proxyNames, startProxy } from "../testing/proxies.ts";
import { clickToOpen, expect, factory, test } from "./fixtures.ts";

const password = "vellum teapot ironing giraffe";
const MAX_BODY_BYTES = 16 * 1024 ** 2;

// The certificate signs itself; and both proxies take the same port, as the server knows one address.
test.use({ ignoreHTTPSErrors: true });
test.describe.configure({ mode: "serial" });

let origin: string;
let port: number;
let serverPort: number;
let server: Server;
let stopProxy: () => Promise<void>;

test.beforeAll(async () => {
  [port, serverPort] = [await freePort(), await freePort()];
  origin = `https://127.0.0.1:${port}`;
  const environment = {
    ...process.env,
    PORT: String(serverPort),
    PUBLIC_URL: origin,
    TRUSTED_PROXIES: "1",
    GATEHOUSE_EMBEDDED_WORKER: "0",
  };
  server = startServer(environment, inProject("test-results", "proxied-server.log"));
  await waitUntilReady(server, `http://127.0.0.1:${serverPort}`, new AbortController().signal);
});
test.afterEach(() => stopProxy());
test.afterAll(() => server.stop());

/**
 * The answer to a batch of so many bytes, as far as its head tells: whoever sends on while a refusal is
 * on its way may find the connection ended before they read it.
 */
async function announce(key: string, bytes: number): Promise<number | undefined> {
  const headers = { Authorization: `Bearer ${key}`, "Content-Length": bytes };
  const options = { method: "POST", headers, rejectUnauthorized: false };
  const request = send(`${origin}/api/v1/audit/events`, options);
  request.flushHeaders();
  const [response] = (await once(request, "response")) as [IncomingMessage];
  request.on("error", () => undefined).destroy();
  return response.statusCode;
}

for (const name of proxyNames) {
  test(`all of it works behind ${name} as docs/operations sets it up`, async ({ page, tenant }) => {
    // One of the two servers is down: it is passed over.
    stopProxy = await startProxy(name, { port, servers: [await freePort(), serverPort] });
    const { id, email } = await factory.createUser(tenant.id, {
      password,
      roles: ["tenant_admin"],
    });
    await page.setExtraHTTPHeaders({ "X-Forwarded-For": "203.0.113.9" });

    await page.goto(`${origin}/account`);
    await expect(page).toHaveURL(`${origin}/login?next=%2Faccount`);
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Log in" }).click();
    await expect(page.getByRole("heading", { name: "Your account" })).toBeVisible();
    const cookies = await page.context().cookies(origin);
    expect(cookies).toContainEqual(
      expect.objectContaining({ name: "__Host-gatehouse.session", secure: true, httpOnly: true }),
    );
    const addresses = await factory.query(
      "SELECT host(ip) AS ip FROM sessions WHERE user_id = $1",
      [id],
    );
    expect(addresses).toEqual([{ ip: "127.0.0.1" }]);

    const compact = page.getByText("Compact", { exact: true });
    await clickToOpen(compact, page.locator("[data-density=compact]"));
    await expect(page.getByText("Preferences saved").first()).toBeVisible();

    await page.goto(`${origin}/overview`);
    await expect(page.getByRole("status").filter({ hasText: "Live" })).toBeVisible();

    const { key } = await factory.createKey(tenant.id);
    const post = async (bytes: number) => {
      const event = {
        id: "1",
        occurredAt: "2026-11-22T09:30:00Z",
        action: "a.b",
        actor: { id: "u" },
      };
      const response = await page.request.post(`${origin}/api/v1/audit/events`, {
        headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
        data: JSON.stringify({ events: [event] }).padEnd(bytes),
      });
      return response.status();
    };
    expect(await post(MAX_BODY_BYTES)).toBe(200);
    expect(await announce(key, MAX_BODY_BYTES + 1)).toBe(413);
    expect((await page.request.get(`${origin}/metrics`)).status()).toBe(404);
  });
}
