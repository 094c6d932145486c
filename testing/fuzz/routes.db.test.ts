// Whatever is sent to whichever route of the API: it is answered, and never with a 5xx. As many
// requests as FUZZ_REQUESTS says; `npm run fuzz` sends 100,000.
import { Agent, request as send } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Random } from "../../lib/core/random.ts";
import { sessionCookie } from "../../lib/identity/credentials/session-cookie.ts";
import { env } from "../../lib/platform/env.ts";
import { startApi } from "../api-server.ts";
import { setUpTestDatabase } from "../database.ts";
import { Factory } from "../factories.ts";
import { type Operation, requestTo, type Sent } from "./inputs.ts";

const REQUESTS = Number(process.env.FUZZ_REQUESTS || 1_500);
const SEED = process.env.FUZZ_SEED || "gatehouse";
const AT_ONCE = 12;
const PATIENCE_MS = 30_000;
const MAX_TRIES = 5;

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
let api: Awaited<ReturnType<typeof startApi>>;
let credentials: Record<string, string>[];

beforeAll(async () => {
  api = await startApi();
  const tenantId = await factory.createTenant();
  const user = await factory.createUser(tenantId);
  const { key } = await factory.createKey(tenantId);
  const reader = await factory.createKey(tenantId, ["audit.read"]);
  const { token } = await factory.createSession(tenantId, user.id);
  const cookie = { Cookie: `${sessionCookie().name}=${token}` };
  credentials = [
    { Authorization: `Bearer ${key}` },
    { Authorization: `Bearer ${key}` },
    { Authorization: `Bearer ${reader.key}` },
    { ...cookie, Origin: env().PUBLIC_URL },
    { ...cookie, Origin: "https://elsewhere.example" },
    { Cookie: `${sessionCookie().name}=%00` },
    {},
  ];
});
afterAll(async () => {
  agent.destroy();
  await api.close();
});

type Document = {
  paths: Record<string, Record<string, Described>>;
};
type Described = {
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, { example?: unknown }> };
};

/** What lies in paths, so that not all of it is unknown. */
const params = { type: "todo", id: "7" };

/** Every operation of both documents, and the routes that stand in none. */
async function operations(): Promise<Operation[]> {
  const described = await Promise.all(
    ["/api/v1", "/access/v1"].map(async (base) => {
      const { paths } = (await (await fetch(`${api.url}${base}/openapi.json`)).json()) as Document;
      return Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({
          method: method.toUpperCase(),
          path: `${base}${path}`,
          params,
          query: (operation.parameters ?? []).flatMap((each) =>
            each.in === "query" ? [each.name] : [],
          ),
          example: operation.requestBody?.content["application/json"]?.example,
        })),
      );
    }),
  );
  const others = ["/healthz", "/readyz", "/metrics", "/realtime", "/api/v1/docs", "/api/v1/{id}"];
  const files = ["/.well-known/security.txt", "/.well-known/authzen-configuration"];
  const plain = [...others, ...files, "/access/v1/openapi.json", "/api/v1/openapi.json", "/{id}"];
  return [
    ...described.flat(),
    ...plain.map((path) => ({ method: "GET", path, params, query: ["a"], example: undefined })),
  ];
}

/** @returns the status, or null where Node's own parser broke the connection off. */
function statusOf({ method, path, headers, body }: Sent): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const options = { method, path, headers, agent, timeout: PATIENCE_MS };
    const request = send(api.url, options, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? null));
      response.on("error", () => resolve(null));
    });
    request.on("upgrade", (_response, socket) => {
      socket.destroy();
      resolve(101);
    });
    request.on("timeout", () => reject(new Error(`no answer to ${method} ${path}`)));
    request.on("error", () => resolve(null));
    request.end(body ?? undefined);
  });
}

/** A machine that does too much at once says so, and is asked again: no request may do so by itself. */
async function answered(request: Sent): Promise<number | null> {
  for (let tries = 1; ; tries++) {
    const status = await statusOf(request);
    if (status !== 503 || tries === MAX_TRIES || request.path.startsWith("/readyz")) return status;
    await sleep(1_000);
  }
}

it(`answers ${REQUESTS} requests over every route without a 5xx`, {
  timeout: 60_000 + REQUESTS * 40,
}, async () => {
  const all = await operations();
  expect(all.length).toBeGreaterThan(25);
  const random = new Random(SEED);
  const answers = new Map<number | null, number>();
  const failures: object[] = [];
  let sent = 0;
  const sender = async () => {
    while (sent < REQUESTS && failures.length < 20) {
      const operation = all[sent++ % all.length] as Operation;
      const request = requestTo(random, operation);
      Object.assign(request.headers, random.pick(credentials));
      const status = await answered(request);
      answers.set(status, (answers.get(status) ?? 0) + 1);
      // A server that is not ready says so; the tests run no worker.
      const isBad = status !== null && status >= 500 && !request.path.startsWith("/readyz");
      if (isBad) failures.push({ ...request, status, body: request.body?.slice(0, 500) });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sender));
  expect(failures).toEqual([]);
  // Most of it must come through to where it can do harm.
  expect(answers.get(200) ?? 0).toBeGreaterThan(REQUESTS / 20);
  expect(answers.get(null) ?? 0).toBeLessThan(REQUESTS / 20);
});
