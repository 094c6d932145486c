import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
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
  if (request.method === "POST") return void request.pipe(response);
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
  const headers = { "Next-Action": "0".repeat(42) };
  const action = await fetch(`${url}/audit`, { method: "POST", body: "[]", headers });
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

describe("what is sent to a page", () => {
  const send = (body: BodyInit, headers: Record<string, string> = { "Next-Action": "x" }) =>
    fetch(`${url}/audit`, { method: "POST", body, headers, ...({ duplex: "half" } as object) });

  it("comes through whole, in one piece or in many", async () => {
    const text = JSON.stringify(["ä".repeat(20_000)]);
    expect(await (await send(text)).text()).toBe(text);
    const pieces = new Blob([text]).stream();
    expect(await (await send(pieces)).text()).toBe(text);
    const form = await fetch(`${url}/api/auth/callback/credentials`, {
      method: "POST",
      body: "a=b",
    });
    expect(await form.text()).toBe("a=b");
  });

  it("holds no place among those who are worked on until all of it is there", async () => {
    const { port } = server.address() as AddressInfo;
    const half = Array.from({ length: 20 }, () => {
      const socket = connect(port, "127.0.0.1");
      socket.write(
        "POST /login HTTP/1.1\r\nHost: x\r\nNext-Action: x\r\nContent-Length: 9\r\n\r\n[",
      );
      return socket;
    });
    const arrived = await vi.waitUntil(
      async () => (await fetch(`${url}/login`)).ok && server.listening,
      { timeout: 20_000 },
    );
    expect(arrived).toBe(true);
    expect(pageGate().inside).toBe(0);
    for (const socket of half) socket.destroy();
  });

  it.each([
    ["what no page sends", "{}", { "Next-Action": "x" }, 400],
    ["references of the protocol", '["$F1"]', { "Next-Action": "x" }, 400],
    ["nothing that an action takes", "[]", {}, 405],
    ["too much", `["${"x".repeat(70_000)}"]`, { "Next-Action": "x" }, 413],
  ])("is refused when it is %s", async (_what, body, headers, status) => {
    expect((await send(body, headers as Record<string, string>)).status).toBe(status);
  });

  it("is refused when it is only said to be something", async () => {
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, "127.0.0.1");
    const head = "POST /login HTTP/1.1\r\nHost: x\r\nNext-Action: x\r\nConnection: close\r\n";
    socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`);
    const answer = (await socket.toArray()).join("");
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect((await fetch(`${url}/audit`, { method: "PUT", body: "x" })).status).toBe(405);
  });
});
