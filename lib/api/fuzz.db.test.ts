import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi } from "../../testing/api-server.ts";
import { setUpTestDatabase } from "../../testing/database.ts";
import { Factory } from "../../testing/factories.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let api: Awaited<ReturnType<typeof startApi>>;
let tenantId: string;
let key: string;

beforeAll(async () => {
  api = await startApi();
  tenantId = await factory.createTenant();
  ({ key } = await factory.createKey(tenantId));
});
afterAll(() => api.close());

type Answer = {
  accepted?: number;
  duplicates?: number;
  rejected?: { index: number; reason: string; path: string }[];
  title?: string;
  detail?: string;
  requestId?: string;
};

async function call(
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; body: Answer }> {
  const headers = { Authorization: `Bearer ${key}`, ...init.headers };
  const response = await fetch(`${api.url}${path}`, { ...init, headers });
  const body = (await response.json()) as Answer;
  expect(response.status).toBeLessThan(500);
  if (response.status >= 400) {
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect(body).toMatchObject({ status: response.status });
    for (const text of [body.title, body.detail, body.requestId]) expect(text).toMatch(/\w/);
  }
  return { status: response.status, body };
}

function post(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
  const type = { "Content-Type": "application/json" };
  return call("/api/v1/audit/events", { method: "POST", body, headers: { ...type, ...headers } });
}

async function storedCount(): Promise<number> {
  const [row] = await factory.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM audit_events WHERE tenant_id = $1 AND source <> 'portal'",
    [tenantId],
  );
  return row?.count ?? -1;
}

const goodEvent = () => ({ id: randomUUID(), occurredAt: "2026-05-04T03:02:01Z", action: "a.b" });

/** Values that have broken programs before. */
const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    "\0",
    "\ud800",
    "a\udfff b",
    "",
    "x".repeat(5_000),
    "1970-01-01T00:00:00Z",
    "2200-01-01T00:00:00Z",
    "9999-12-31T23:59:60+99:99",
    "1",
    "127.1",
    "fe80::1%eth0",
    "::ffff:1.2.3.4",
    2 ** 60,
    -0,
    1e308,
    null,
    true,
    [],
    {},
    { __proto__: null, constructor: 1 },
  ),
  fc.json().map((text) => JSON.parse(text) as unknown),
  fc.string({ unit: "binary", maxLength: 40 }),
);

const fields = [
  "id",
  "occurredAt",
  "action",
  "outcome",
  "source",
  "actor",
  "onBehalfOf",
  "target",
  "sourceIp",
  "userAgent",
  "requestId",
  "sessionId",
  "reason",
  "details",
  "raw",
  "__proto__",
  "surprise",
];
const mutation = fc.record({ field: fc.constantFrom(...fields), value: nasty });

function mutated(mutations: { field: string; value: unknown }[]): Record<string, unknown> {
  const event: Record<string, unknown> = goodEvent();
  for (const { field, value } of mutations) {
    Object.defineProperty(event, field, { value, enumerable: true, configurable: true });
  }
  return event;
}

describe("whatever is sent to the audit API", () => {
  it("each event of a batch is recorded, known or refused with a reason, and no other is touched", async () => {
    const batches = fc.array(fc.array(mutation, { maxLength: 2 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(batches, async (mutations) => {
        const events = mutations.map(mutated);
        const good = goodEvent();
        const body = JSON.stringify({ events: [...events, good] });
        const before = await storedCount();
        const first = await post(body);
        const { accepted = -1, duplicates = -1, rejected = [] } = first.body;
        expect(accepted + duplicates + rejected.length).toBe(events.length + 1);
        expect(rejected.map(({ index }) => index)).not.toContain(events.length);
        for (const { reason } of rejected) expect(reason).toMatch(/\w/);
        expect(await storedCount()).toBe(before + accepted);
        const again = await post(body);
        expect(again.body.accepted).toBe(0);
        expect(again.body.rejected).toEqual(rejected);
        expect(await storedCount()).toBe(before + accepted);
      }),
      { numRuns: 80 },
    );
  });

  it("bodies of any form are answered below 500 and leave nothing half-written", async () => {
    const text = new TextEncoder();
    const bodies = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => new Uint8Array(bytes)),
      fc.json().map((json) => new Uint8Array(text.encode(json))),
      fc.json().map((json) => new Uint8Array(text.encode(`{"events":${json}}`))),
      fc.integer({ min: 1, max: 5_000 }).map((n) => new Uint8Array(text.encode("[".repeat(n)))),
    );
    const headers = fc.record({
      "Content-Type": fc.constantFrom(
        "application/json",
        "application/x-ndjson",
        "text/plain",
        "application/json; charset=utf-7",
        "",
      ),
      "Content-Encoding": fc.constantFrom("identity", "gzip", "br", "GZIP, gzip"),
    });
    await fc.assert(
      fc.asyncProperty(bodies, headers, async (body, extra) => {
        const before = await storedCount();
        const { body: answer } = await post(body, extra);
        expect(await storedCount()).toBe(before + (answer.accepted ?? 0));
      }),
      { numRuns: 120 },
    );
  });

  it("no credential but the right one opens it", async () => {
    const wrong = fc.oneof(
      fc.string({ unit: "grapheme-ascii", maxLength: 120 }),
      fc
        .integer({ min: 4, max: 85 })
        .map((at) => `${key.slice(0, at)}${key[at] === "A" ? "B" : "A"}${key.slice(at + 1)}`),
    );
    await fc.assert(
      fc.asyncProperty(
        wrong,
        fc.constantFrom("Bearer ", "bearer ", "Basic ", ""),
        async (value, scheme) => {
          // The last character of base64url carries spare bits: a change there may be no change.
          const Authorization = `${scheme}${value}`.trim();
          const { status } = await post(JSON.stringify({ events: [goodEvent()] }), {
            Authorization,
          });
          expect(status).toBe(401);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe("whatever is asked of the search", () => {
  const names = [
    "from",
    "to",
    "actor",
    "action",
    "outcome",
    "source",
    "ip",
    "text",
    "cursor",
    "limit",
    "x",
  ];
  const value = fc.oneof(
    fc.constantFrom(
      "\0",
      "%",
      "'",
      "10.0.0.0/99",
      "10.1.2.3/8",
      "::/0",
      "fe80::1%eth0",
      "0000-01-01T00:00:00Z",
    ),
    fc.constantFrom(
      "9999-12-31T23:59:59Z",
      "-1",
      "1e3",
      "99999999999",
      "failure",
      "a".repeat(300),
      "& | !",
      ":*",
    ),
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.base64String({ maxLength: 60 }),
  );

  it("is answered with a page or a problem", async () => {
    const query = fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(query, async (pairs) => {
        const search = new URLSearchParams(
          pairs.map(([name, text]) => [name, text.toWellFormed()]),
        );
        const { status } = await call(`/api/v1/audit/events?${search}`);
        expect([200, 422]).toContain(status);
      }),
      { numRuns: 300 },
    );
  });

  it("answers any id with an event or a problem", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(value, fc.uuid()), async (id) => {
        const { status } = await call(
          `/api/v1/audit/events/${encodeURIComponent(id.toWellFormed())}`,
        );
        expect([200, 404, 422]).toContain(status);
      }),
      { numRuns: 100 },
    );
  });
});
