import type { Hono } from "hono";
import { env } from "../platform/env.ts";
import { metrics } from "../platform/metrics.ts";
import { redis } from "../platform/redis.ts";
import type { ApiEnv } from "./http/environment.ts";
import { problemResponse } from "./http/problem.ts";
import { readiness } from "./readiness.ts";

/** Adds what orchestrators and Prometheus ask for. They are outside `/api/v1` and its log-in. */
export function healthRoutes(app: Hono<ApiEnv>): void {
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/readyz", async (c) => {
    const { ready, checks } = await readiness();
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
