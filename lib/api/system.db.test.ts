import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi } from "../../testing/api-server.ts";
import { setUpTestDatabase } from "../../testing/database.ts";
import { Factory } from "../../testing/factories.ts";
import { env } from "../platform/env.ts";
import { createAuditPartitions } from "../worker/audit/create-audit-partitions.ts";
import { createApi } from "./app.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let api: Awaited<ReturnType<typeof startApi>>;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

type Check = { ok: boolean; warning?: true; detail?: string };
type Readiness = { status: string; checks: Record<string, Check>; redis: string };

async function readyz(): Promise<{ status: number; body: Readiness }> {
  const response = await fetch(`${api.url}/readyz`);
  return { status: response.status, body: (await response.json()) as Readiness };
}

const beat = (age: string) =>
  factory.query(
    `INSERT INTO worker_heartbeats VALUES ('test', now() - $1::interval)
     ON CONFLICT (worker_id) DO UPDATE SET beat_at = excluded.beat_at`,
    [age],
  );

describe("health", () => {
  it("/healthz says that the process lives", async () => {
    const response = await fetch(`${api.url}/healthz`);
    expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
  });

  it("/.well-known/security.txt is not there until somebody is named", async () => {
    expect((await fetch(`${api.url}/.well-known/security.txt`)).status).toBe(404);
  });

  it("/readyz warns when no worker beats, and stays ready: no server would be left", async () => {
    const worker = async () => {
      const { status, body } = await readyz();
      return [status, body.status, body.checks.worker];
    };
    const warning = (detail: string) => [200, "ready", { ok: false, warning: true, detail }];
    expect(await worker()).toEqual(
      warning("No worker has ever run: detection, figures and jobs wait."),
    );
    await beat("2 seconds");
    expect(await worker()).toEqual([200, "ready", { ok: true }]);
    await beat("31 seconds");
    expect(await worker()).toEqual(
      warning("No worker has said anything for 31 seconds: detection, figures and jobs wait."),
    );
    await beat("0");
  });

  it("/readyz needs every migration of this build", async () => {
    await factory.query("UPDATE _prisma_migrations SET finished_at = NULL");
    const { status, body } = await readyz();
    expect([status, body.checks.migrations?.ok]).toEqual([503, false]);
    expect(body.checks.migrations?.detail).toMatch(/missing \d{14}_/);
    await factory.query("UPDATE _prisma_migrations SET finished_at = now()");
    expect((await readyz()).status).toBe(200);
  });

  it("/readyz needs this month's partition and warns without the next, which the worker makes", async () => {
    const [months] = await factory.query<{ current: string; next: string }>(
      `SELECT 'audit_events_' || to_char(now() AT TIME ZONE 'UTC', 'YYYY_MM') AS current,
         'audit_events_' || to_char(now() AT TIME ZONE 'UTC' + interval '1 month', 'YYYY_MM') AS next`,
    );
    const partitions = async () => {
      const { status, body } = await readyz();
      return { status, ...body.checks.partitions };
    };
    await factory.query(`DROP TABLE ${months?.next}`);
    expect(await partitions()).toMatchObject({ status: 200, ok: false, warning: true });
    await factory.query(`DROP TABLE ${months?.current}`);
    expect(await partitions()).toEqual({
      status: 503,
      ok: false,
      detail: "This month's audit events have no partition: start a worker.",
    });
    await createAuditPartitions.run({});
    expect(await partitions()).toEqual({ status: 200, ok: true });
  });

  it("/metrics speaks Prometheus to whoever has the token, and to nobody without one", async () => {
    await fetch(`${api.url}/api/v1/me`);
    const metrics = (authorization?: string) =>
      fetch(`${api.url}/metrics`, { headers: authorization ? { authorization } : {} });
    expect((await metrics()).status).toBe(401);
    expect((await metrics("Bearer another token of the tests")).status).toBe(401);
    const token = env().METRICS_TOKEN;
    const answer = await metrics(`Bearer ${token}`);
    const text = await answer.text();
    expect(text).toMatch(/gatehouse_http_request_duration_seconds_count\{[^}]*status="4xx"\} \d/);
    expect(text).toMatch(/gatehouse_db_connections\{pool="app",state="idle"\} \d/);
    expect(text).toMatch(/gatehouse_redis_up [01]/);
    const configuration = env();
    configuration.METRICS_TOKEN = undefined;
    const closed = [await metrics(), await metrics(`Bearer ${token}`), await metrics("Bearer ")];
    configuration.METRICS_TOKEN = token;
    expect(closed.map(({ status }) => status)).toEqual([403, 403, 403]);
  });
});

describe("the OpenAPI document", () => {
  type Operation = {
    summary?: string;
    security?: unknown[];
    responses: Record<string, { content?: object }>;
  };
  type Document = { openapi: string; paths: Record<string, Record<string, Operation>> };

  async function document(): Promise<Document> {
    return (await (await fetch(`${api.url}/api/v1/openapi.json`)).json()) as Document;
  }

  it("describes each route that is served, and no other", async () => {
    const { openapi, paths } = await document();
    expect(openapi).toBe("3.1.0");
    const described = Object.entries(paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} /api/v1${path}`),
    );
    const served = createApi()
      .routes.filter(({ path, method }) => path.startsWith("/api/v1/") && method !== "ALL")
      .map(({ path, method }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`)
      .filter((route) => !/\/(docs|openapi\.json)$/.test(route));
    expect(new Set(described)).toEqual(new Set(served));
  });

  it("gives each operation a summary, its credentials and its problems", async () => {
    const { paths } = await document();
    for (const operation of Object.values(paths).flatMap((operations) =>
      Object.values(operations),
    )) {
      expect(operation.summary).toMatch(/\w/);
      expect(operation.security).toEqual([{ apiKey: [] }, { session: [] }]);
      expect(Object.keys(operation.responses["401"]?.content ?? {})).toEqual([
        "application/problem+json",
      ]);
    }
  });

  it("is readable as a page without scripts or outside hosts", async () => {
    const response = await fetch(`${api.url}/api/v1/docs`);
    const html = await response.text();
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(html).not.toMatch(/<script/i);
    for (const path of Object.keys((await document()).paths)) expect(html).toContain(path);
  });
});
