import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../local/embedded/ports.ts";
import { inProject } from "../../local/project.ts";
import { setUpTestDatabase } from "../../testing/database.ts";
import { Factory } from "../../testing/factories.ts";
import { type NodeChild, startNode } from "../../testing/node-child.ts";
import { sessionCookie } from "../identity/credentials/session-cookie.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
const folder = mkdtempSync(join(tmpdir(), "gatehouse-shares-"));
const PEOPLE = 1_500;

type Person = { cookie: string; key: string };
type Dry = Person & { change: string };
let server: NodeChild;
let url: string;
let busy: Dry;
let plain: Person;
let other: Person;

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const environment = { ...process.env, HOST: "127.0.0.1", PORT: String(port) };
  server = startNode(
    inProject("testing", "shares-process.ts"),
    environment,
    join(folder, "server.log"),
  );
  await server.listening;
  const tenantId = await factory.createTenant();
  busy = { ...(await signIn(tenantId, ["tenant_admin"])), change: await makeRole(tenantId) };
  plain = await signIn(tenantId, ["tenant_admin"]);
  other = await signIn(await factory.createTenant(), ["tenant_admin"]);
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

async function signIn(tenantId: string, roles: string[]): Promise<Person> {
  const { id } = await factory.createUser(tenantId, { roles });
  const { token } = await factory.createSession(tenantId, id);
  const { key } = await factory.createKey(tenantId);
  return { cookie: `${sessionCookie().name}=${token}`, key };
}

/** A role that many have. @returns a change of it, as JSON. */
async function makeRole(tenantId: string): Promise<string> {
  const roleId = randomUUID();
  const [role] = await factory.query<{ updated_at: Date }>(
    `INSERT INTO roles (tenant_id, id, name, description) VALUES ($1, $2, 'Everybody', '')
     RETURNING updated_at`,
    [tenantId, roleId],
  );
  await factory.query(
    `WITH made AS (
       INSERT INTO users (tenant_id, email, name)
       SELECT $1::uuid, n || '@' || $1::text || '.org', 'Person ' || n
       FROM generate_series(1, $3::int) AS n RETURNING id
     )
     INSERT INTO role_assignments (tenant_id, user_id, role) SELECT $1::uuid, id, $2 FROM made`,
    [tenantId, roleId, PEOPLE],
  );
  return JSON.stringify({
    roleId,
    name: "Everybody",
    description: "",
    entries: [{ permission: "user.read", effect: "allow" }],
    parents: [],
    basedOn: role?.updated_at.toISOString(),
    reason: "",
  });
}

type Answer = { status: number; retryAfter: string | null; ms: number };

async function ask(path: string, init: RequestInit): Promise<Answer> {
  const began = performance.now();
  const response = await fetch(`${url}${path}`, init);
  await response.arrayBuffer();
  const { status, headers } = response;
  return { status, retryAfter: headers.get("retry-after"), ms: performance.now() - began };
}

const readPage = ({ cookie }: Person) => ask("/people", { headers: { cookie } });
const readApi = ({ key }: Person) =>
  ask("/api/v1/grants", { headers: { authorization: `Bearer ${key}` } });
const dryRun = ({ cookie, change }: Dry) =>
  ask("/dry-run", { method: "POST", headers: { cookie, "Next-Action": "x" }, body: `[${change}]` });

const middle = (answers: Answer[]) =>
  answers.map(({ ms }) => ms).sort((a, b) => a - b)[answers.length >> 1] ?? 0;

/** What another tenant's page and program wait for, again and again while `load` is in flight. */
async function whileInFlight(load: Promise<Answer>[]): Promise<Answer[]> {
  const seen: Answer[] = [];
  let isOver = false;
  const all = Promise.all(load).finally(() => {
    isOver = true;
  });
  while (!isOver) seen.push(await readPage(other), await readApi(other));
  await all;
  return seen;
}

async function alone(times: number): Promise<Answer[]> {
  const seen: Answer[] = [];
  for (let count = 0; count < times; count++)
    seen.push(await readPage(other), await readApi(other));
  return seen;
}

/** Whoever does too much is told so, and when to come back; nothing fails in another way. */
function expectServedOrBusy(answers: Answer[]): void {
  for (const { status, retryAfter } of answers) {
    if (status !== 200) expect({ status, retryAfter }).toEqual({ status: 503, retryAfter: "2" });
  }
  expect(answers.some(({ status }) => status === 200)).toBe(true);
}

/** The processor is shared as well: it takes longer than alone, by a factor and not by what the queue holds. */
function expectServedInTime(during: Answer[], before: Answer[]): void {
  expect(during.map(({ status }) => status)).toEqual(during.map(() => 200));
  expect(middle(during)).toBeLessThan(Math.max(1_000, 15 * middle(before)));
}

describe("while one tenant asks for more than there is, another is served", () => {
  it("60 dry runs of one administrator", async () => {
    const before = await alone(10);
    const load = Array.from({ length: 60 }, () => dryRun(busy));
    const during = await whileInFlight(load);
    expectServedInTime(during, before);
    expectServedOrBusy(await Promise.all(load));
  });

  it("200 requests of somebody's session, and of a key", async () => {
    const before = await alone(10);
    const load = Array.from({ length: 100 }, () => [readPage(plain), readApi(plain)]).flat();
    const during = await whileInFlight(load);
    expectServedInTime(during, before);
    expectServedOrBusy(await Promise.all(load));
  });
});
