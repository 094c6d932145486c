import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi } from "../../../testing/api-server.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import { Factory } from "../../../testing/factories.ts";
import type { IngestResult } from "../../audit/ingestion/schema.ts";

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

type Answer = Omit<IngestResult, "rejected"> & {
  rejected: IngestResult["rejected"];
  detail: string;
  code: string;
};

function event(overrides: Record<string, unknown> = {}) {
  return {
    id: randomUUID(),
    occurredAt: "2026-05-04T03:02:01.000Z",
    action: "invoice.refunded",
    actor: { id: "u-1", name: "Grace" },
    ...overrides,
  };
}

async function post(
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Answer; type: string | null }> {
  const response = await fetch(`${api.url}/api/v1/audit/events`, {
    method: "POST",
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json", ...headers },
    body: typeof body === "string" ? body : new Uint8Array(body),
  });
  const type = response.headers.get("content-type");
  return { status: response.status, body: (await response.json()) as Answer, type };
}

const send = (events: unknown[], headers?: Record<string, string>) =>
  post(JSON.stringify({ events }), headers);

async function storedCount(): Promise<number> {
  const [row] = await factory.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM audit_events WHERE tenant_id = $1 AND source <> 'portal'",
    [tenantId],
  );
  return row?.count ?? -1;
}

describe("sending events", () => {
  it("records a batch and counts the same batch as duplicates", async () => {
    const events = Array.from({ length: 1000 }, () => event());
    const before = await storedCount();
    const first = await send(events);
    expect(first).toMatchObject({ status: 200, body: { accepted: 1000, duplicates: 0 } });
    const second = await send(events);
    expect(second).toMatchObject({ status: 200, body: { accepted: 0, duplicates: 1000 } });
    expect(await storedCount()).toBe(before + 1000);
  });

  it("keeps the good events and names each bad one by index, place and reason", async () => {
    const good = event();
    const { status, body } = await send([
      good,
      event({ occurredAt: "1970-01-01T00:00:00Z" }),
      event({ occurredAt: "2200-01-01T00:00:00Z" }),
      event({ action: 7 }),
      event({ surprise: true }),
      event({ reason: "a\0b" }),
      event({ reason: "half \ud800" }),
      { ...good },
      { ...good, action: "other" },
      null,
      event({ sourceIp: "not an address" }),
      event({ details: { "b\0": 1 } }),
    ]);
    expect(status).toBe(207);
    expect(body).toMatchObject({ accepted: 1, duplicates: 1 });
    expect(body.rejected.map(({ index, path }) => [index, path])).toEqual([
      [1, "occurredAt"],
      [2, "occurredAt"],
      [3, "action"],
      [4, ""],
      [5, "reason"],
      [6, "reason"],
      [8, "id"],
      [9, ""],
      [10, "sourceIp"],
      [11, "details"],
    ]);
    for (const { reason } of body.rejected) expect(reason).toMatch(/\w+/);
  });

  it("refuses the same id with other content, also in a later batch", async () => {
    const original = event();
    await send([original]);
    const { status, body, type } = await send([{ ...original, action: "invoice.created" }]);
    expect(status).toBe(422);
    expect(type).toContain("application/problem+json");
    expect(body.rejected[0]).toMatchObject({ index: 0, id: original.id, path: "id" });
  });

  it("takes gzip and NDJSON, where a broken line is a fault of its own", async () => {
    const lines = [JSON.stringify(event()), "{oops", JSON.stringify(event())].join("\n");
    const answer = await post(gzipSync(`${lines}\n`), {
      "Content-Type": "application/x-ndjson; charset=utf-8",
      "Content-Encoding": "gzip",
    });
    expect(answer).toMatchObject({ status: 207, body: { accepted: 2 } });
    expect(answer.body.rejected.map((item) => item.index)).toEqual([1]);
  });

  it("keeps the source form and finds it by the event's id", async () => {
    const raw = { eventName: "Über-Login", nested: { list: [1, 2.5, null, "x"] } };
    const sent = event({ raw, sourceIp: "2001:db8::7", occurredAt: "2026-05-04T03:02:01.123Z" });
    await send([sent]);
    const search = `${api.url}/api/v1/audit/events?text=${encodeURIComponent("über")}`;
    const headers = { Authorization: `Bearer ${key}` };
    const page = (await (await fetch(search, { headers })).json()) as { rows: { id: string }[] };
    expect(page.rows).toHaveLength(1);
    const whole = await fetch(`${api.url}/api/v1/audit/events/${page.rows[0]?.id}`, { headers });
    expect(await whole.json()).toMatchObject({
      eventId: sent.id,
      raw,
      sourceIp: "2001:db8::7",
      occurredAt: "2026-05-04T03:02:01.123Z",
    });
  });

  it("refuses a source that looks like Gatehouse, and says of every row who recorded it", async () => {
    const claims = ["p\u043ertal", "portal.", "portal\u2060x", "gatehouse", "Gatehouse portal"];
    const events = ["Продажи", ...claims].map((source) => event({ action: "own.claim", source }));
    const { body } = await send(events);
    expect(body.rejected.map(({ index, path }) => [index, path])).toEqual(
      claims.map((_, index) => [index + 1, "source"]),
    );
    const headers = { Authorization: `Bearer ${key}` };
    const read = async (query: string) => {
      const response = await fetch(`${api.url}/api/v1/audit/events?${query}`, { headers });
      return (await response.json()) as { rows: { source: string; isPortal: boolean }[] };
    };
    expect((await read("action=own.claim")).rows).toMatchObject([
      { source: "Продажи", isPortal: false },
    ]);
    // What was sent under that name before it was reserved is still a program's.
    await factory.query("ALTER TABLE audit_events DROP CONSTRAINT audit_events_portal_source");
    await factory.query(
      `INSERT INTO audit_events (tenant_id, id, recorded_at, event_id, occurred_at, source, category,
         actor_type, action, outcome, search)
       SELECT $1, id, uuid_extract_timestamp(id), 'old-' || id, now(), 'portal', category, 'system',
         'old.claim', 'success', ''::tsvector
       FROM (VALUES (uuidv7(), 'external'), (uuidv7(), 'access')) AS e (id, category)`,
      [tenantId],
    );
    const { rows } = await read("action=old.claim");
    expect(rows.map(({ isPortal }) => isPortal).sort()).toEqual([false, true]);
    await factory.query(
      `ALTER TABLE audit_events ADD CONSTRAINT audit_events_portal_source
       CHECK ((source = 'portal') = (category <> 'external')) NOT VALID`,
    );
  });

  it("takes limits in decimal digits only", async () => {
    const headers = { Authorization: `Bearer ${key}` };
    const statuses = async (path: string) =>
      Promise.all(
        ["7", "0x10", "1e2", "%205", "%2B5", "5.0", ""].map(async (limit) => {
          const response = await fetch(`${api.url}/api/v1${path}limit=${limit}`, { headers });
          return response.status;
        }),
      );
    for (const path of ["/audit/events?", "/alerts?", "/resources?type=document&", "/grants?"])
      expect([path, await statuses(path)]).toEqual([path, [200, ...Array(6).fill(422)]]);
  });

  it("gives every number back as it was written", async () => {
    const numbers =
      "[0.1234567890123456789,1e-400,4503599627370496.25,-0,1.50,1E400,9007199254740993]";
    const sent = event({ action: "kept.number" });
    const text = JSON.stringify(sent).slice(0, -1);
    const body = `{"events":[${text},"details":{"n":${numbers}},"raw":${numbers}}]}`;
    expect(await post(body)).toMatchObject({ status: 200, body: { accepted: 1 } });
    expect(await post(body)).toMatchObject({ body: { accepted: 0, duplicates: 1 } });
    const nearly = await post(body.replaceAll("56789,", "56788,"));
    expect(nearly.body.rejected[0]).toMatchObject({ path: "id" });
    const headers = { Authorization: `Bearer ${key}` };
    const search = `${api.url}/api/v1/audit/events?action=kept.number`;
    const page = (await (await fetch(search, { headers })).json()) as { rows: { id: string }[] };
    const whole = await fetch(`${api.url}/api/v1/audit/events/${page.rows[0]?.id}`, { headers });
    const answer = await whole.text();
    expect(answer).toContain(`"details":{"n":${numbers}}`);
    expect(answer).toContain(`"raw":${numbers}`);
  });

  it("cuts times to the millisecond, and never rounds them into the next day", async () => {
    const times = ["59.9996Z", "59.999999999Z", "59.9999999+00:00", "59.9Z"];
    const events = times.map((time) =>
      event({ action: "cut.time", occurredAt: `2026-11-28T23:59:${time}` }),
    );
    await send(events);
    const search = `${api.url}/api/v1/audit/events?action=cut.time`;
    const headers = { Authorization: `Bearer ${key}` };
    const page = (await (await fetch(search, { headers })).json()) as {
      rows: { occurredAt: string }[];
    };
    expect(page.rows.map(({ occurredAt }) => occurredAt)).toEqual([
      ...Array(3).fill("2026-11-28T23:59:59.999Z"),
      "2026-11-28T23:59:59.900Z",
    ]);
  });

  it("refuses what would lose a part, by index and reason", async () => {
    const text = (details: string) =>
      JSON.stringify(event({ details: { x: 0 } })).replace('{"x":0}', details);
    const bad = ['{"a":1,"a":2}', '{"a":"\\udc00"}', '{"a":"\\u0000"}'].map(text);
    const long = text(`{"a":"${"x".repeat(1_100_000)}"}`);
    const answer = await post(`{"events":[${[...bad, long, text("{}")].join()}]}`);
    expect(answer.status).toBe(207);
    expect(answer.body.rejected).toMatchObject([
      { index: 0, reason: 'has the name "a" twice in one object' },
      { index: 1, path: "details.a", reason: "contains half of a surrogate pair" },
      { index: 2, path: "details.a", reason: "contains a NUL character" },
      { index: 3, reason: "is larger than 1024 KiB" },
    ]);
  });

  it("records an event once when twenty requests send it at the same time", async () => {
    const events = Array.from({ length: 20 }, () => event());
    const before = await storedCount();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => send(i % 2 ? events : events.toReversed())),
    );
    for (const { status } of answers) expect(status).toBe(200);
    expect(answers.reduce((sum, { body }) => sum + body.accepted, 0)).toBe(20);
    expect(await storedCount()).toBe(before + 20);
  });
});

describe("bad requests write nothing and say what is wrong", () => {
  const deep = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;
  const cases: [string, () => Parameters<typeof post>, number, RegExp][] = [
    ["malformed JSON", () => ['{"events": [,]}'], 400, /not JSON/],
    ["an array instead of an object", () => ["[]"], 400, /"events"/],
    ["an unknown field beside the events", () => ['{"events":[],"x":1}'], 400, /x/],
    ["an empty batch", () => ['{"events":[]}'], 400, /empty/],
    ["bytes that are not UTF-8", () => [Buffer.from([0x7b, 0xff, 0x7d])], 400, /UTF-8/],
    ["10,000-deep nesting", () => [`{"events":[{"details":${deep}}]}`], 400, /deeper than 32/],
    [
      "10,001 events",
      () => [JSON.stringify({ events: Array.from({ length: 10_001 }, () => event()) })],
      413,
      /10001 events/,
    ],
    ["a 50 MB body", () => ["x".repeat(50_000_000)], 413, /larger than 16 MiB/],
    [
      "a gzip bomb",
      () => [gzipSync(Buffer.alloc(200_000_000, 0x20)), { "Content-Encoding": "gzip" }],
      413,
      /larger than 16 MiB/,
    ],
    ["broken gzip", () => ["hello", { "Content-Encoding": "gzip" }], 400, /gzip/],
    ["an unknown encoding", () => ["{}", { "Content-Encoding": "br" }], 415, /br/],
    [
      "an unknown media type",
      () => ["{}", { "Content-Type": "text/csv" }],
      415,
      /application\/json/,
    ],
    [
      "an event over its limit",
      () => [JSON.stringify({ events: [event({ raw: "x".repeat(300_000) })] })],
      422,
      /256 KiB/,
    ],
  ];
  it.each(cases)("%s", async (_name, request, status, detail) => {
    const before = await storedCount();
    const answer = await post(...request());
    expect(answer.status).toBe(status);
    expect(answer.type).toContain("application/problem+json");
    expect(answer.body.detail).toMatch(detail);
    expect(await storedCount()).toBe(before);
  });
});

describe("credentials", () => {
  const hour = 3_600_000;
  it("refuses keys that are malformed, unknown, expired or revoked, all alike", async () => {
    const expired = await factory.createKey(tenantId, ["audit.record"], {
      expiresAt: new Date(Date.now() - hour),
    });
    const revoked = await factory.createKey(tenantId, ["audit.record"], { revokedAt: new Date() });
    const tampered = `${key.slice(0, -4)}AAAA`;
    const details = new Set<string>();
    for (const bad of ["x", "ghk_short", tampered, expired.key, revoked.key]) {
      const answer = await send([event()], { Authorization: `Bearer ${bad}` });
      expect(answer.status).toBe(401);
      details.add(answer.body.detail);
    }
    expect(details.size).toBe(1);
    const rejections = await factory.query<{ reason: string }>(
      "SELECT reason FROM audit_events WHERE tenant_id = $1 AND action = 'api_key.rejected'",
      [tenantId],
    );
    expect(rejections.map((row) => row.reason).sort()).toEqual([
      "The key has expired.",
      "The key was revoked.",
      "The secret of the key is wrong.",
    ]);
  });

  it("writes with another tenant's key into that tenant only", async () => {
    const other = await factory.createTenant();
    const otherKey = await factory.createKey(other);
    const sent = event();
    await send([sent], { Authorization: `Bearer ${otherKey.key}` });
    const rows = await factory.query<{ tenant_id: string }>(
      "SELECT tenant_id FROM audit_events WHERE event_id = $1",
      [sent.id],
    );
    expect(rows).toEqual([{ tenant_id: other }]);
  });

  it("needs the scope, and records the denial", async () => {
    const reader = await factory.createKey(tenantId, ["audit.read"]);
    const answer = await send([event()], { Authorization: `Bearer ${reader.key}` });
    expect(answer.status).toBe(403);
    expect(answer.body.detail).toContain("audit.record");
    const denials = await factory.query(
      "SELECT 1 FROM audit_events WHERE action = 'access.denied' AND actor_id = $1",
      [reader.id],
    );
    expect(denials).toHaveLength(1);
  });

  it("takes a session cookie for writing only from our own origin", async () => {
    const user = await factory.createUser(tenantId);
    const { token } = await factory.createSession(tenantId, user.id);
    const cookie = `gatehouse.session=${token}`;
    const request = (origin?: string) =>
      fetch(`${api.url}/api/v1/audit/events`, {
        method: "POST",
        headers: { cookie, "Content-Type": "application/json", ...(origin && { origin }) },
        body: JSON.stringify({ events: [event()] }),
      });
    expect((await request()).status).toBe(401);
    expect((await request("https://evil.example")).status).toBe(401);
    expect((await request("http://127.0.0.1:3000")).status).toBe(200);
  });
});
