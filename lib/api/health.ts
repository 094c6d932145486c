import type { Hono } from "hono";
import { pool } from "../platform/db.ts";
import { env } from "../platform/env.ts";
import { log } from "../platform/log.ts";
import { metrics } from "../platform/metrics.ts";
import { listMigrations } from "../platform/migrate.ts";
import { redis } from "../platform/redis.ts";
import type { ApiEnv } from "./http/environment.ts";
import { problemResponse } from "./http/problem.ts";

/** A worker that has not beaten for this long is taken for dead. */
const HEARTBEAT_SECONDS = 30;

type Check = { ok: boolean; detail?: string };

/** Adds what orchestrators and Prometheus ask for. They are outside `/api/v1` and its log-in. */
export function healthRoutes(app: Hono<ApiEnv>): void {
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/readyz", async (c) => {
    const checks = await readiness();
    const ready = Object.values(checks).every((check) => check.ok);
    const body = { status: ready ? "ready" : "not ready", checks, redis: redisState() };
    return c.json(body, ready ? 200 : 503);
  });
  app.get("/metrics", async (c) => {
    if (!mayReadMetrics(c.req.header("authorization"), c.var.request.ip)) {
      return problemResponse(c, "unauthenticated", "Send METRICS_TOKEN as a bearer token.");
    }
    const { registry } = metrics;
    return c.body(await registry.metrics(), 200, { "Content-Type": registry.contentType });
  });
}

/** Without a token only the machine itself may read them: they tell what the business does. */
function mayReadMetrics(authorization: string | undefined, ip: string | null): boolean {
  const token = env().METRICS_TOKEN;
  if (token) return authorization === `Bearer ${token}`;
  return ip === "127.0.0.1" || ip === "::1";
}

/** Redis is reported and never required: being without it is a normal mode. */
function redisState(): "up" | "down" | "not configured" {
  const client = redis();
  if (!client) return "not configured";
  return client.status === "ready" ? "up" : "down";
}

const readinessSql = `
  SELECT
    ARRAY(SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL) AS applied,
    (SELECT extract(epoch FROM now() - max(beat_at))::float8 FROM worker_heartbeats) AS beat_age,
    to_regclass('audit_events_' || to_char(now() AT TIME ZONE 'UTC' + interval '1 month', 'YYYY_MM'))
      IS NOT NULL AS partitioned`;

async function readiness(): Promise<Record<string, Check>> {
  try {
    const { rows } = await pool("app").query<{
      applied: string[];
      beat_age: number | null;
      partitioned: boolean;
    }>(readinessSql);
    const state = rows[0];
    const wanted = (await listMigrations()).map((migration) => migration.name);
    const missing = wanted.filter((name) => !state?.applied.includes(name));
    const beatAge = state?.beat_age ?? Number.POSITIVE_INFINITY;
    return {
      database: { ok: true },
      migrations: { ok: missing.length === 0, ...(missing[0] && { detail: `missing ${missing}` }) },
      partitions: { ok: state?.partitioned ?? false },
      worker: { ok: beatAge < HEARTBEAT_SECONDS },
    };
  } catch (error) {
    log.warn({ err: error }, "readiness check failed");
    return { database: { ok: false, detail: "The database does not answer." } };
  }
}
