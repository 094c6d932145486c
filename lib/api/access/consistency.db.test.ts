// Tokens with which a question is answered from a state that has a change, asked of two processes.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "../../../local/embedded/ports.ts";
import { setUpTestDatabase } from "../../../testing/database.ts";
import {
  askDecision,
  createDecidingTenant,
  type DecidingTenant,
  decisionPaths as paths,
  questionAbout,
} from "../../../testing/decision-client.ts";
import { Factory } from "../../../testing/factories.ts";
import { type NodeChild, startApiProcess } from "../../../testing/node-child.ts";
import { consistencyToken } from "../../authz/store/consistency.ts";
import { Random } from "../../core/random.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
const folder = mkdtempSync(join(tmpdir(), "gatehouse-consistency-"));
const servers: { url: string; process: NodeChild }[] = [];
let tenant: DecidingTenant;
let admin: string;

beforeAll(async () => {
  for (const name of ["one", "two"]) {
    const port = await freePort();
    const environment = { ...process.env, HOST: "127.0.0.1", PORT: String(port) };
    const started = startApiProcess(environment, join(folder, `${name}.log`));
    await started.listening;
    servers.push({ url: `http://127.0.0.1:${port}`, process: started });
  }
});
afterAll(async () => {
  for (const each of servers) await each.process.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  tenant = await createDecidingTenant(factory);
  ({ key: admin } = await factory.createKey(tenant.tenantId));
});

const urlOf = (server: number) => servers[server]?.url ?? "";

async function call(server: number, method: string, path: string, body?: unknown) {
  const response = await fetch(`${urlOf(server)}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${admin}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  expect(response.ok, text).toBe(true);
  const token = response.headers.get("consistency-token") ?? "";
  return { token, json: text === "" ? {} : JSON.parse(text) };
}

const ask = (server: number, path: string, body: unknown, token?: string) =>
  askDecision(urlOf(server), path, body, {
    key: tenant.key,
    ...(token === undefined ? {} : { headers: { "Consistency-Token": token } }),
  });
/** Whether the person may read a document, as a process says it. */
const mayRead = async (server: number, id: string, token?: string): Promise<boolean> => {
  const answer = await ask(server, "/evaluation", questionAbout(tenant.email, id), token);
  expect(answer.status, answer.text).toBe(200);
  return answer.json.decision;
};
const give = (server: number, resourceType: string, resourceId: string, effect = "allow") =>
  call(server, "POST", "/grants", {
    userId: tenant.userId,
    permission: "document.read",
    effect,
    resourceType,
    resourceId,
  });

describe("a change of access", () => {
  it("is seen at once by the process that made it, and with its token by every other", async () => {
    for (const server of [0, 1]) expect(await mayRead(server, "new")).toBe(false);
    const given = await give(0, "document", "new");
    expect(await mayRead(0, "new")).toBe(true);
    expect(await mayRead(1, "new", given.token)).toBe(true);
    const { grantId } = given.json as { grantId: string };
    const taken = await call(0, "DELETE", `/grants/${grantId}`);
    expect(await mayRead(0, "new")).toBe(false);
    expect(await mayRead(1, "new", taken.token)).toBe(false);
  });

  it("answers with a token whatever it was, and the token is heeded by every question", async () => {
    await give(0, "project", "p");
    for (const server of [0, 1]) expect(await mayRead(server, "in-p")).toBe(false);
    await call(0, "PUT", "/resources/project/p", {});
    // Registered with a place for the first time: until now it was known to lie nowhere.
    const parent = { type: "project", id: "p" };
    const placed = await call(0, "PUT", "/resources/document/in-p", { parent });
    expect(await mayRead(0, "in-p")).toBe(true);
    expect(await mayRead(1, "in-p", placed.token)).toBe(true);
    const context = { consistency_token: placed.token };
    const asked = { ...questionAbout(tenant.email, "in-p"), context };
    expect((await ask(1, "/evaluation", asked)).json).toEqual({ decision: true });
    const { context: own, ...rest } = asked;
    const many = await ask(1, "/evaluations", { ...rest, evaluations: [{ context: own }] });
    expect(many.json.evaluations).toEqual([{ decision: true }]);
    const identity = await call(1, "PUT", "/subject-types/identity", {});
    const subject = { type: "identity", id: tenant.email };
    const found = await ask(0, "/search/resource", { ...rest, subject }, identity.token);
    expect(found.json.results).toContainEqual({ type: "document", id: "in-p" });
    const type = await call(1, "PUT", "/resource-types/todo", { name: "To-do", actions: [] });
    const removed = await call(0, "DELETE", "/resources/document/in-p");
    const gone = await call(1, "DELETE", "/resource-types/todo");
    for (const { token } of [type, removed, gone]) expect(token).not.toBe("");
  });
});

describe("a consistency token", () => {
  it.each(paths)(
    "%s refuses one that is forged, changed, odd or of another tenant",
    async (path) => {
      const { token } = await call(0, "PUT", "/resources/project/p", {});
      const other = await createDecidingTenant(factory);
      const foreign = consistencyToken(other.tenantId, { access: "1", tree: "1" });
      const [access, tree, mac] = Buffer.from(token, "base64url").toString().split(".");
      const forged = (text: string) => Buffer.from(text).toString("base64url");
      const wrong = [
        foreign,
        forged(`${Number(access) + 1}.${tree}.${mac}`),
        forged(`${access}.0.${mac}`),
        forged(`${access}.${tree}.${"A".repeat(22)}`),
        forged(`${access}.${tree}`),
        token.slice(1),
        "x".repeat(5_000),
        "%",
      ];
      const question = questionAbout(tenant.email);
      for (const each of wrong) {
        const answer = await ask(0, path, question, each);
        expect([each, answer.status, answer.text]).toEqual([
          each,
          400,
          "The consistency token is not one of this tenant.",
        ]);
      }
      for (const each of [...wrong, "", 1, null, {}, [token]]) {
        const asked = { ...question, context: { consistency_token: each } };
        expect([each, (await ask(0, path, asked)).status]).toEqual([each, 400]);
      }
      expect((await ask(0, path, question, token)).status).toBe(200);
    },
  );

  it("of a state that cannot be had is answered with 503, and not with what there is", async () => {
    const token = consistencyToken(tenant.tenantId, { access: "999999", tree: "1" });
    const answer = await ask(0, "/evaluation", questionAbout(tenant.email), token);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(answer.text).toContain("Ask again");
  });

  it("may become newer between the pages of a search", async () => {
    const page = { limit: 1 };
    const asked = { ...questionAbout(tenant.email), page };
    const first = await ask(0, "/search/resource", asked);
    const { token } = await call(1, "PUT", "/resources/project/p", {});
    const next = { token: first.json.page.next_token };
    const context = { consistency_token: token };
    const second = await ask(0, "/search/resource", { ...asked, page: next, context });
    expect(second.json.results).toEqual([{ type: "document", id: "d2" }]);
  });
});

describe("random changes and questions over two processes", () => {
  it.each([1, 2, 3])("never see an answer from before the token (%i)", async (seed) => {
    const random = new Random(`consistency ${seed}`);
    const documents = ["a", "b", "c"];
    const projects = ["p", "q"];
    for (const id of projects) await call(0, "PUT", `/resources/project/${id}`, {});
    const grants = new Map<string, { on: string; effect: string }>();
    const parents = new Map<string, string>();
    const expected = (id: string): boolean => {
      const places = [id, parents.get(id)];
      const said = [...grants.values()].filter(({ on }) => places.includes(on));
      return (
        said.some(({ effect }) => effect === "allow") &&
        said.every((each) => each.effect === "allow")
      );
    };
    /** What each state after a change says of each document, and the token of that change. */
    const states: { token: string; answers: Map<string, boolean> }[] = [];
    const step = async (): Promise<string> => {
      const server = random.pick([0, 1]);
      const kind = random.pick(["give", "give", "take", "place", "remove"]);
      if (kind === "take" && grants.size > 0) {
        const grantId = random.pick([...grants.keys()]);
        grants.delete(grantId);
        return (await call(server, "DELETE", `/grants/${grantId}`)).token;
      }
      const document = random.pick(documents);
      if (kind === "place") {
        const id = random.pick(projects);
        parents.set(document, id);
        const parent = { type: "project", id };
        return (await call(server, "PUT", `/resources/document/${document}`, { parent })).token;
      }
      if (kind === "remove" && parents.has(document)) {
        parents.delete(document);
        for (const [id, { on }] of grants) if (on === document) grants.delete(id);
        return (await call(server, "DELETE", `/resources/document/${document}`)).token;
      }
      const on = random.pick([...documents, ...projects]);
      const effect = random.pick(["allow", "allow", "deny"]);
      const type = projects.includes(on) ? "project" : "document";
      const given = await give(server, type, on, effect);
      grants.set((given.json as { grantId: string }).grantId, { on, effect });
      return given.token;
    };
    for (let steps = 0; steps < 40; steps++) {
      const token = await step();
      states.push({ token, answers: new Map(documents.map((id) => [id, expected(id)])) });
      const since = random.chance(0.7) ? states.length - 1 : random.int(0, states.length - 1);
      const document = random.pick(documents);
      const given = await Promise.all(
        [0, 1].map((server) => mayRead(server, document, states[since]?.token)),
      );
      // An answer may be newer than its token, never older.
      const possible = new Set(states.slice(since).map(({ answers }) => answers.get(document)));
      for (const each of given) expect([steps, possible.has(each)]).toEqual([steps, true]);
    }
  });
});
