import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startApi } from "../../testing/api-server.ts";
import { setUpTestDatabase } from "../../testing/database.ts";
import { Factory } from "../../testing/factories.ts";
import { sessionCookie } from "../identity/credentials/session-cookie.ts";
import { limitSockets } from "./limit-sockets.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let api: Awaited<ReturnType<typeof startApi>>;
let key: string;
let nobody: string;
let cookie: string;

beforeAll(async () => {
  api = await startApi();
  const tenantId = await factory.createTenant();
  ({ key } = await factory.createKey(tenantId));
  ({ key: nobody } = await factory.createKey(tenantId, ["audit.record"]));
  const { id } = await factory.createUser(tenantId);
  cookie = `${sessionCookie().name}=${(await factory.createSession(tenantId, id)).token}`;
});
afterAll(() => api.close());

const portOf = (url: string) => Number(new URL(url).port);

/** What comes back for a request's head, until the other side ends the connection. */
async function exchange(lines: string[]): Promise<string> {
  const socket = connect({ port: portOf(api.url), host: "127.0.0.1", allowHalfOpen: true });
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  const chunks = await Array.fromAsync<Buffer>(socket);
  socket.destroy();
  return Buffer.concat(chunks).toString();
}

const upgrade = (path: string, protocol: string, ...more: string[]) => [
  `GET ${path} HTTP/1.1`,
  "Host: 127.0.0.1",
  "Connection: Upgrade, HTTP2-Settings, close",
  `Upgrade: ${protocol}`,
  ...more,
];
const webSocket = ["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13"];

describe("an upgrade", () => {
  it.each(["h2c", "websocket", "TLS/1.0", "x"])("to %s is answered as HTTP/1.1", async (name) => {
    expect(await exchange(upgrade("/healthz", name))).toMatch(/^HTTP\/1\.1 200 /);
    expect(await exchange(upgrade("/elsewhere", name))).toMatch(/^HTTP\/1\.1 404 /);
  });

  it("to anything but a WebSocket at /realtime is none", async () => {
    expect(await exchange(upgrade("/realtime", "h2c"))).toMatch(/^HTTP\/1\.1 200 /);
  });

  it.each([
    ["403", []],
    ["403", ["Origin: https://elsewhere.example"]],
    ["401", ["Origin: http://127.0.0.1:3000"]],
    ["401", ["Origin: http://localhost:3000"]],
    ["403", ["Origin: http://localhost:4000"]],
    ["403", ["Origin: https://localhost:3000"]],
  ])("to /realtime is refused with %s, and its connection ends", async (status, more) => {
    const answer = await exchange(upgrade("/realtime", "websocket", ...webSocket, ...more));
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it("is taken from every name of this machine", async () => {
    for (const origin of ["http://127.0.0.1:3000", "http://localhost:3000", "http://[::1]:3000"]) {
      const socket = connect(portOf(api.url), "127.0.0.1");
      const more = [...webSocket, `Origin: ${origin}`, `Cookie: ${cookie}`];
      socket.write(`${upgrade("/realtime", "websocket", ...more).join("\r\n")}\r\n\r\n`);
      const [first] = (await once(socket, "data")) as [Buffer];
      expect(first.toString()).toMatch(/^HTTP\/1\.1 101 /);
      socket.destroy();
    }
  });
});

it("a page learns why its socket is refused", async () => {
  const hint = async (origin: string) =>
    (await fetch(`${api.url}/realtime?origin=${encodeURIComponent(origin)}`)).json();
  expect(await hint("http://localhost:3000")).toEqual({ refusal: null });
  expect(await hint("http://192.0.2.7:3000")).toEqual({
    refusal: expect.stringContaining("http://127.0.0.1:3000"),
  });
});

it("a health check may come in HTTP/1.0, without a host", async () => {
  for (const path of ["/healthz", "/readyz"]) {
    expect(await exchange([`GET ${path} HTTP/1.0`])).toMatch(/^HTTP\/1\.1 200 /);
  }
});

it("methods that nothing here has are refused", async () => {
  for (const method of ["TRACE", "PROPFIND", "LINK"]) {
    for (const path of ["/healthz", "/api/v1/me", "/"]) {
      const answer = await exchange([`${method} ${path} HTTP/1.1`, "Host: x", "Connection: close"]);
      expect(answer).toMatch(/^HTTP\/1\.1 405 [\s\S]*\r\nAllow: GET, /i);
    }
  }
});

it("a request may name the host in its target, and is answered as one with that Host", async () => {
  const ask = (target: string) =>
    exchange([`GET ${target} HTTP/1.1`, "Host: 127.0.0.1", "Connection: close"]);
  expect(await ask("http://evil.example/healthz")).toMatch(/^HTTP\/1\.1 200 /);
  expect(await ask("http://evil.example/api/v1/me")).toMatch(/^HTTP\/1\.1 401 /);
  expect(await ask("http://evil.example/login")).not.toMatch(/\r\nLocation: http:\/\/evil/i);
  for (const target of ["http:/healthz", "http://", "http://a@b/healthz", "healthz"]) {
    expect(await ask(target)).toMatch(/^HTTP\/1\.1 400 /);
  }
});

it("a page refuses what another site's page sends, and what no text can hold", async () => {
  const post = (origin: string) =>
    fetch(`${api.url}/anything`, { method: "POST", headers: { origin, "Next-Action": "x" } });
  expect((await post("https://elsewhere.example")).status).toBe(403);
  expect((await post("null")).status).toBe(403);
  expect((await post("http://localhost:3000")).status).toBe(404);
  expect((await post(api.url)).status).toBe(404);
  expect((await fetch(`${api.url}/anything`, { method: "POST" })).status).toBe(405);
  expect((await fetch(`${api.url}/anything?a=%00`)).status).toBe(400);
  expect((await fetch(`${api.url}/any%ED%A0%80thing`)).status).toBe(400);
  expect((await fetch(`${api.url}/anything?a=100%`)).status).toBe(404);
});

describe("odd text", () => {
  const call = (method: string, path: string, body?: string) =>
    fetch(`${api.url}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body }),
    });

  it.each<[string, string, string?]>([
    ["PUT", "/resources/odd/a%00b", "{}"],
    ["GET", "/resources/odd/a%00b"],
    ["PUT", "/resources/odd/%20lead", "{}"],
    ["PUT", "/resources/odd/trail%C2%A0", "{}"],
    ["PUT", "/resources/odd/a%0Ab", "{}"],
    ["GET", "/resources?type=odd&after=%00"],
    ["GET", "/resources?type=odd%00"],
    ["GET", "/grants?resourceId=%00"],
    ["PUT", "/resources/odd/a", '{"name":"a\\u0000"}'],
    ["PUT", "/resources/odd/a", '{"name":"\\ud800"}'],
    ["PUT", "/resources/odd/a", '{"owner":"\\u0000"}'],
    ["PUT", "/resources/odd/a", '{"owner":" ada@example.com"}'],
    ["PUT", "/resources/odd/a", '{"parent":{"type":"odd","id":"\\u0000"}}'],
    ["PUT", "/resource-types/odd", '{"name":"odd","actions":[],"ownerProperty":"\\u0000"}'],
    ["PUT", "/resource-types/odd", '{"name":"\\udfff","actions":[]}'],
    ["DELETE", "/resources/odd/a?reason=%00"],
  ])("is refused: %s %s %s", async (method, path, body) => {
    const response = await call(method, path, body);
    expect(response.status).toBe(422);
    expect(response.headers.get("content-type")).toContain("application/problem+json");
  });

  it.each([
    ["PUT", "/resources/odd/a", '{"name":"a","name":"b"}', "request"],
    [
      "PUT",
      "/resource-types/odd",
      '{"name":"o","actions":[{"name":"a","\\u006eame":"b"}]}',
      "actions.0",
    ],
    ["PUT", "/subject-types/odd", '{"idFormat":"email","idFormat":"email"}', "request"],
    ["POST", "/grants", '{"permission":"a.b","permission":"a.c"}', "request"],
  ])("is refused with a name twice, and where: %s %s %s", async (method, path, body, where) => {
    const response = await call(method, path, body);
    expect([response.status, await response.json()]).toEqual([
      400,
      expect.objectContaining({
        code: "malformed",
        errors: { [where]: [expect.stringMatching(/^has the name "\w+" twice in one object$/)] },
      }),
    ]);
  });

  it("is refused where it is no UTF-8, and where the content is no JSON by its own word", async () => {
    const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
    const url = `${api.url}/api/v1/resources/odd/a`;
    const body = new Uint8Array([...Buffer.from('{"name":"'), 0xed, 0xa0, 0x80, 0x22, 0x7d]);
    expect((await fetch(url, { method: "PUT", headers, body })).status).toBe(400);
    const plain = { ...headers, "Content-Type": "text/plain" };
    expect((await fetch(url, { method: "PUT", headers: plain, body: "{}" })).status).toBe(415);
  });
});

it("whoever lacks the permission learns nothing of what would be valid", async () => {
  const wrong: [string, string][] = [
    ["GET", "/audit/events?limit=x"],
    ["GET", "/audit/events/x"],
    ["GET", "/alerts?limit=x"],
    ["GET", "/alerts/x"],
    ["GET", "/grants?limit=x"],
    ["POST", "/grants"],
    ["DELETE", "/grants/x"],
    ["GET", "/resources?limit=x"],
    ["GET", "/resources/%21/x"],
    ["PUT", "/resources/%21/x"],
    ["DELETE", "/resources/%21/x"],
    ["PUT", "/resource-types/%21"],
    ["DELETE", "/resource-types/%21"],
  ];
  for (const [method, path] of wrong) {
    const headers = { Authorization: `Bearer ${nobody}` };
    const response = await fetch(`${api.url}/api/v1${path}`, { method, headers });
    expect([method, path, response.status]).toEqual([method, path, 403]);
  }
});

it("no address holds more connections than it may: the oldest idle ones end", async () => {
  const server = createServer((request, response) => {
    if (request.url !== "/slow") response.end("ok");
  });
  limitSockets(server, 4);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const open = async () => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => socket.destroy());
    socket.resume();
    await once(socket, "connect");
    return socket;
  };
  const busy = await open();
  busy.write("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  const idle: Socket[] = [];
  for (let count = 0; count < 8; count++) idle.push(await open());
  await vi.waitFor(() => {
    const held = idle.map(({ destroyed }) => !destroyed);
    expect(held).toEqual([...Array(5).fill(false), ...Array(3).fill(true)]);
  });
  expect(busy.destroyed).toBe(false);
  idle.at(-1)?.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  const [answer] = (await once(idle.at(-1) as Socket, "data")) as [Buffer];
  expect(answer.toString()).toContain("ok");
  server.closeAllConnections();
  server.close();
});
