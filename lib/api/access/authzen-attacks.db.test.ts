import { request as httpRequest } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi } from "../../../testing/api-server.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import {
  askDecision,
  createDecidingTenant,
  type DecidingTenant,
  decisionPaths as paths,
  questionAbout,
} from "../../../testing/decision-client.ts";
import { Factory } from "../../../testing/factories.ts";
import { msUntil, quickestOfThree } from "../../../testing/moments.ts";
import type { PermissionId } from "../../authz/catalogue/permissions.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let api: Awaited<ReturnType<typeof startApi>>;
let a: DecidingTenant;
let b: DecidingTenant;

beforeAll(async () => {
  api = await startApi();
  a = await createDecidingTenant(factory);
  b = await createDecidingTenant(factory);
});
afterAll(() => api.close());

const question = (id = a.userId, resource = "d1") => questionAbout(id, resource);
const post = (path: string, body: unknown, sent: Partial<Parameters<typeof askDecision>[3]> = {}) =>
  askDecision(api.url, path, body, { key: a.key, ...sent });

describe("an attack on the decision API", () => {
  it.each(paths)("%s needs a key that lives", async (path) => {
    const { key: revoked } = await factory.createKey(a.tenantId, ["access.search"], {
      revokedAt: new Date(),
    });
    const { key: expired } = await factory.createKey(a.tenantId, ["access.search"], {
      expiresAt: new Date(Date.now() - 1_000),
    });
    const tampered = a.key.slice(0, -3) + (a.key.endsWith("AAA") ? "BBB" : "AAA");
    for (const key of [revoked, expired, tampered, "ghk_", ""]) {
      const answer = await post(path, question(), { key });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer realm=/);
      expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
    }
  });

  it("needs the scope: of one that may only ask, searching is refused", async () => {
    const keyWith = async (scope: PermissionId) =>
      (await factory.createKey(a.tenantId, [scope])).key;
    const [asking, reading] = [await keyWith("access.decide"), await keyWith("audit.read")];
    const statuses = async (key: string) =>
      Promise.all(paths.map(async (path) => (await post(path, question(), { key })).status));
    expect(await statuses(asking)).toEqual([200, 200, 403, 403, 403]);
    expect(await statuses(reading)).toEqual([403, 403, 403, 403, 403]);
    const refused = await post("/evaluation", question(), { key: reading });
    expect(refused.text).toBe("This needs the permission access.decide.");
  });

  it("with another tenant's people and resources learns nothing", async () => {
    for (const id of [b.userId, b.email]) {
      const answer = await post("/evaluation", question(id));
      expect(answer.json).toMatchObject({ decision: false, context: { code: "subject" } });
      for (const path of ["/search/resource", "/search/action"]) {
        expect((await post(path, question(id))).json.results).toEqual([]);
      }
    }
    const subjects = await post("/search/subject", question());
    expect(subjects.json.results).toEqual([{ type: "user", id: a.email }]);
  });

  it("with another tenant's or another search's token is refused", async () => {
    const asked = { ...question(a.userId), page: { limit: 1 } };
    const first = await post("/search/resource", asked);
    const page = { limit: 1, token: first.json.page.next_token };
    const others = [
      await post("/search/resource", { ...asked, page }, { key: b.key }),
      await post("/search/resource", { ...asked, page: { ...page, limit: 2 } }),
      await post("/search/resource", { ...asked, action: { name: "update" }, page }),
      await post("/search/subject", { ...asked, page }),
      await post("/search/action", { ...asked, page }),
      await post("/search/resource", { ...asked, page: { limit: 1, token: "x" } }),
      await post("/search/resource", { ...asked, page: { ...page, properties: { sort: "id" } } }),
    ];
    for (const { status, text } of others) {
      expect([status, text]).toEqual([400, "page.token does not belong to this search."]);
    }
  });

  const malformed: [string, () => unknown][] = [
    ["nothing", () => ""],
    ["half of JSON", () => '{"subject":'],
    ["white space", () => "  "],
    ["no object", () => "[]"],
    ["null", () => "null"],
    ["no UTF-8", () => Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ["deep JSON", () => `${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`],
    ["no subject", () => ({ ...question(), subject: undefined })],
    ["a subject that is a list", () => ({ ...question(), subject: ["user"] })],
    ["an id that is a number", () => ({ ...question(), resource: { type: "document", id: 1 } })],
    ["an empty id", () => question("")],
    ["a long id", () => question("x".repeat(513))],
    ["a NUL", () => question("a\0b")],
    ["half of a surrogate pair", () => '{"subject":{"type":"user","id":"\\ud800"}}'],
    [
      "properties that are a list",
      () => ({ ...question(), action: { name: "read", properties: [] } }),
    ],
    ["a subject behind __proto__", () => `{"__proto__": ${JSON.stringify(question())}}`],
  ];
  it.each(malformed)("with %s is refused", async (_name, body) => {
    const answer = await post("/evaluation", body());
    expect([answer.status, answer.text]).toEqual([400, expect.stringMatching(/^[^\n]*\w[^\n]*$/)]);
    // Nobody reads the words of a validator.
    expect(answer.text).not.toMatch(/expected|received|Invalid|>=|Too small/);
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
  });

  it.each(paths)("%s with a wrong content type is refused", async (path) => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"]) {
      const answer = await post(path, question(), { headers: { "Content-Type": type } });
      expect([answer.status, answer.text]).toEqual([400, "Send Content-Type application/json."]);
    }
  });

  it("with an address of odd text is refused as the standard says", async () => {
    const answer = await post("/evaluation?a=%00", question());
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      400,
      expect.stringMatching(/^text\/plain/),
    ]);
  });

  it("with another case of the content type is answered, and with an odd encoding refused", async () => {
    const headers = { "Content-Type": "Application/JSON; charset=utf-8" };
    expect((await post("/evaluation", question(), { headers })).status).toBe(200);
    const packed = await post("/evaluation", question(), { headers: { "Content-Encoding": "br" } });
    expect(packed.status).toBe(415);
  });

  it("with megabytes is refused before they are read, packed or not", async () => {
    const large = JSON.stringify({ ...question(), context: { a: "x".repeat(10 * 1024 * 1024) } });
    const packed = gzipSync(large);
    const bomb = await post("/evaluation", packed, { headers: { "Content-Encoding": "gzip" } });
    expect([bomb.status, bomb.text]).toEqual([413, expect.stringContaining("2 MiB")]);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sent = httpRequest(`${api.url}/access/v1/evaluation`, {
        method: "POST",
        headers: {
          Authorization: `Bearer ${a.key}`,
          "Content-Type": "application/json",
          "Content-Length": large.length,
        },
      });
      // Not one byte of it follows: the length alone is refused.
      sent.on("response", (answer) => {
        resolve(answer.statusCode);
        sent.destroy();
      });
      sent.on("error", reject);
      sent.flushHeaders();
    });
    expect(status).toBe(413);
  });

  it("with more than a thousand evaluations is refused; a thousand are answered", async () => {
    const many = (count: number) => ({
      ...question(),
      evaluations: Array.from({ length: count }, (_, id) => {
        return { resource: { type: "document", id: `d${id}` } };
      }),
    });
    const answer = await post("/evaluations", many(1_000));
    expect(answer.json.evaluations).toHaveLength(1_000);
    expect(
      answer.json.evaluations.filter((one: { decision: boolean }) => one.decision),
    ).toHaveLength(2);
    expect(await post("/evaluations", many(1_001))).toMatchObject({ status: 400 });
  });

  it("with semantics or evaluations of its own is refused", async () => {
    for (const extra of [
      { options: { evaluations_semantic: "permit_all" } },
      { options: [] },
      { evaluations: {} },
      { evaluations: [1] },
      { evaluations: [null] },
    ]) {
      const answer = await post("/evaluations", { evaluations: [{}], ...question(), ...extra });
      expect(answer.status, JSON.stringify(extra)).toBe(400);
    }
  });

  it("with evaluations without a subject gets denials, each with its error", async () => {
    const { subject: _, ...defaults } = question();
    const answer = await post("/evaluations", { ...defaults, evaluations: [{}, question()] });
    expect(answer.json.evaluations).toEqual([
      {
        decision: false,
        context: { error: { status: 400, message: expect.stringMatching(/^subject: /) } },
      },
      { decision: true },
    ]);
  });

  it("with names of Object.prototype is only denied, and changes nothing", async () => {
    const body = `{"subject":{"type":"user","id":"${a.userId}","__proto__":{"type":"x"}},
      "action":{"name":"__proto__","properties":{"__proto__":{"polluted":true}}},
      "resource":{"type":"constructor","id":"prototype","properties":{"constructor":{}}}}`;
    const answer = await post("/evaluation", body);
    expect(answer).toMatchObject({ status: 200, json: { decision: false } });
    const evaluations = `{"evaluations":[{"__proto__":${JSON.stringify(question())}}]}`;
    const many = await post("/evaluations", evaluations);
    expect(many.json.evaluations).toMatchObject([{ decision: false, context: { error: {} } }]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  const twice = (name: string, value: object) =>
    `{"${name}":${JSON.stringify(value)},${JSON.stringify(questionAbout("nobody")).slice(1)}`;
  const repeated: [string, string, string][] = [
    [
      "/evaluation",
      twice("resource", { type: "document", id: "d9" }),
      'request: has the name "resource"',
    ],
    [
      "/evaluation",
      JSON.stringify(questionAbout("nobody")).replace(
        '"read"',
        '"read","properties":{"soft":false,"\\u0073oft":true}',
      ),
      'action.properties: has the name "soft"',
    ],
    [
      "/evaluations",
      `{"evaluations":[{},{"resource":{"id":"d1","id":"d9"}}],${JSON.stringify(questionAbout("nobody")).slice(1)}`,
      'evaluations.1.resource: has the name "id"',
    ],
    ["/search/subject", twice("action", { name: "update" }), 'request: has the name "action"'],
    [
      "/search/resource",
      twice("subject", { type: "user", id: "x" }),
      'request: has the name "subject"',
    ],
    [
      "/search/action",
      twice("resource", { type: "document", id: "d2" }),
      'request: has the name "resource"',
    ],
  ];
  it.each(repeated)("on %s with a name twice is refused: %s", async (path, body, where) => {
    const answer = await post(path, body);
    expect([answer.status, answer.text]).toEqual([400, `${where} twice in one object.`]);
  });

  it("with a revoked key or a revoked grant ends within a second", async () => {
    const tookMs = await quickestOfThree(async () => {
      const { id, key } = await factory.createKey(a.tenantId, ["access.decide"]);
      const { id: userId } = await factory.createUser(a.tenantId, { roles: ["manager"] });
      const ask = () => post("/evaluation", question(userId, "d5"), { key });
      await msUntil(async () => (await ask()).json.decision);
      await factory.query("DELETE FROM role_assignments WHERE user_id = $1", [userId]);
      const deniedMs = await msUntil(async () => !(await ask()).json.decision);
      await factory.query("UPDATE api_keys SET revoked_at = now() WHERE id = $1", [id]);
      const refusedMs = await msUntil(async () => (await ask()).status === 401);
      return Math.max(deniedMs, refusedMs);
    });
    expect(tookMs).toBeLessThan(1_000);
  });
});
