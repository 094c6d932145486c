import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../../local/embedded/ports.ts";
import { startApi } from "../../../testing/api-server.ts";
import { dataOf } from "../../../testing/data-of.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import {
  askDecision,
  createDecidingTenant,
  type DecidingTenant,
  decisionPaths as paths,
  questionAbout,
} from "../../../testing/decision-client.ts";
import { Factory } from "../../../testing/factories.ts";
import { startApiProcess } from "../../../testing/node-child.ts";
import { assignRole, unassignRole } from "../../access/assignments/service.ts";
import { env } from "../../platform/env.ts";
import { takeMeters } from "../../platform/meter.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let api: Awaited<ReturnType<typeof startApi>>;
let a: DecidingTenant;

beforeAll(async () => {
  api = await startApi();
  a = await createDecidingTenant(factory);
});
afterAll(() => api.close());

const question = (id = a.userId, resource = "d1") => questionAbout(id, resource);
const post = (path: string, body: unknown, sent: Partial<Parameters<typeof askDecision>[3]> = {}) =>
  askDecision(api.url, path, body, { key: a.key, ...sent });

describe("the decision API", () => {
  it("says where it is", async () => {
    const response = await fetch(`${api.url}/.well-known/authzen-configuration`);
    const pdp = new URL(env().PUBLIC_URL).origin;
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(response.headers.get("cache-control")).toBe("public, max-age=300");
    expect(await response.json()).toEqual({
      policy_decision_point: pdp,
      access_evaluation_endpoint: `${pdp}/access/v1/evaluation`,
      access_evaluations_endpoint: `${pdp}/access/v1/evaluations`,
      search_subject_endpoint: `${pdp}/access/v1/search/subject`,
      search_resource_endpoint: `${pdp}/access/v1/search/resource`,
      search_action_endpoint: `${pdp}/access/v1/search/action`,
    });
  });

  it("describes all its routes, and the examples are what they take and give", async () => {
    const response = await fetch(`${api.url}/access/v1/openapi.json`);
    const { paths: described } = (await response.json()) as {
      paths: Record<string, { post: { requestBody: Body; responses: { 200: Body } } }>;
    };
    type Body = { content: { "application/json": { example: unknown; schema: unknown } } };
    expect(Object.keys(described)).toEqual(paths);
    for (const path of paths) {
      const example = described[path]?.post.requestBody.content["application/json"].example;
      expect((await post(path, example)).status, path).toBe(200);
    }
  });

  it("decides, one question or many", async () => {
    const one = await post("/evaluation", question());
    expect(one).toMatchObject({ status: 200, json: { decision: true } });
    expect(one.headers.get("cache-control")).toBe("no-store");
    const { resource, ...defaults } = question(a.email);
    const evaluations = [{ resource }, { resource: { type: "document", id: "d9" } }];
    const many = await post("/evaluations", { ...defaults, resource: {}, evaluations });
    const given = many.json.evaluations.map((each: { decision: boolean }) => each.decision);
    expect(given).toEqual([true, false]);
  });

  it("takes evaluations that are missing or empty for a single one", async () => {
    for (const extra of [{}, { evaluations: [] }]) {
      const answer = await post("/evaluations", { ...question(), ...extra });
      expect(answer).toMatchObject({ status: 200, json: { decision: true } });
      const broken = await post("/evaluations", { ...question(), resource: {}, ...extra });
      expect([broken.status, broken.text]).toEqual([400, expect.stringContaining("resource.type")]);
    }
  });

  it("gives the request's id back, and never one that could break a header", async () => {
    const id = "bfe9eb29 / anything";
    const headers = { "X-Request-ID": id };
    for (const answer of [
      await post("/evaluation", question(), { headers }),
      await post("/evaluation", "{", { headers }),
      await post("/evaluation", question(), { headers, key: "ghk_wrong" }),
    ]) {
      expect(answer.headers.get("x-request-id")).toBe(id);
    }
    const long = await post("/evaluation", question(), {
      headers: { "X-Request-ID": "x".repeat(600) },
    });
    expect(long.headers.get("x-request-id")).toMatch(/^[\da-f-]{36}$/);
    const elsewhere = await fetch(`${api.url}/api/v1/me`, { headers });
    expect(elsewhere.headers.get("x-request-id")).not.toBe(id);
  });

  it("counts as API calls", async () => {
    const { key, tenantId } = await createDecidingTenant(factory);
    await post("/evaluation", question(), { key });
    await post("/evaluation", "{", { key });
    const meter = takeMeters().requests.find((each) => each.tenantId === tenantId);
    expect(meter).toMatchObject({
      route: "POST /access/v1/evaluation",
      requests: 2,
      clientErrors: 1,
    });
  });

  it("searches in pages, and goes on as the standard's own example does: without the limit", async () => {
    const asked = { ...question(), page: { limit: 1 } };
    const first = await post("/search/resource", asked);
    expect(first.text).toMatch(/^\{"page":/);
    expect(first.json.results).toEqual([{ type: "document", id: "d1" }]);
    const token = first.json.page.next_token;
    for (const page of [{ token }, { limit: 1, token }]) {
      const { json } = await post("/search/resource", { ...asked, page });
      expect(json.results).toEqual([{ type: "document", id: "d2" }]);
      expect(json.page).toEqual({ next_token: "", count: 1 });
    }
    const subjects = await post("/search/subject", question());
    expect(subjects.json.results).toEqual([{ type: "user", id: a.email }]);
    const actions = await post("/search/action", question());
    expect(actions.json.results).toEqual([{ name: "read" }]);
  });

  it("takes what an evaluation leaves out of an entity from the default, and nothing else", async () => {
    const { resource, ...defaults } = question();
    const evaluations = [
      { resource: { id: "d1" } },
      { resource: { id: "d9" } },
      { resource: { type: "document" } },
      { subject: { id: a.email } },
      { subject: { type: "robot" } },
      { action: {} },
      { resource: [] },
    ];
    const usual = { ...resource, properties: { owner: "x" } };
    const many = await post("/evaluations", { ...defaults, resource: usual, evaluations });
    const given = many.json.evaluations.map((each: { decision: boolean }) => each.decision);
    expect(given).toEqual([true, false, true, true, false, true, false]);
  });

  it("sees at once what the same process has changed, of the person and of the key that asks", async () => {
    const admin = await factory.createActor(a.tenantId);
    const { id: userId } = await factory.createUser(a.tenantId, { roles: ["manager"] });
    const maker = await factory.createUser(a.tenantId);
    const { id, key } = await factory.createKey(a.tenantId, ["access.decide"]);
    await factory.query("UPDATE api_keys SET created_by = $2 WHERE id = $1", [id, maker.id]);
    const ask = () => post("/evaluation", question(userId, "d7"), { key });
    expect((await ask()).json).toEqual({ decision: true });
    dataOf(await unassignRole(admin, { userId, roleId: "manager" }));
    expect((await ask()).json).toMatchObject({ decision: false });
    dataOf(await assignRole(admin, { userId, roleId: "manager" }));
    expect((await ask()).json).toEqual({ decision: true });
    dataOf(await unassignRole(admin, { userId: maker.id, roleId: "tenant_admin" }));
    expect((await ask()).status).toBe(403);
  });
});

describe("a question with something missing", () => {
  const whole = questionAbout("nobody");
  it.each([
    [{ ...whole, subject: { type: "user" } }, "subject.id: This is missing."],
    [{ ...whole, resource: { type: "document", id: "" } }, "resource.id: Fill this in."],
    [{ ...whole, action: { name: 1 } }, "action.name: Use text."],
    [[], "request: Use an object of names and values."],
  ])("is told what, in plain English", async (asked, text) => {
    const answer = await post("/evaluation", asked);
    expect([answer.status, answer.text]).toEqual([400, text]);
    const many = await post("/evaluations", { evaluations: [asked] });
    const said = Array.isArray(asked) ? many.text : many.json.evaluations[0].context.error.message;
    expect(said).not.toMatch(/expected|received|Invalid/);
  });
});

describe("a server that is told to stop", () => {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-decisions-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("loses none of the denials that it has only counted", async () => {
    const { key, userId, tenantId } = await createDecidingTenant(factory);
    const port = await freePort();
    const environment = { ...process.env, HOST: "127.0.0.1", PORT: String(port) };
    const server = startApiProcess(environment, join(folder, "api.log"));
    await server.listening;
    const denials = 300;
    for (let asked = 0; asked < denials; asked += 100) {
      const evaluations = Array.from({ length: 100 }, () => question(userId, "d9"));
      const response = await fetch(`http://127.0.0.1:${port}/access/v1/evaluations`, {
        method: "POST",
        headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
        body: JSON.stringify({ evaluations }),
      });
      expect(response.status).toBe(200);
    }
    await server.stop();
    const [row] = await factory.query<{ count: number }>(
      "SELECT sum(count)::int AS count FROM denial_counts WHERE tenant_id = $1",
      [tenantId],
    );
    expect(row?.count).toBe(denials);
  });
});
