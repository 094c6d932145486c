import { hash, timingSafeEqual } from "node:crypto";
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
    const token = env().METRICS_TOKEN;
    // An address proves nothing: a proxy on this machine has one of it as well.
    if (!token) return problemResponse(c, "permission_denied", "METRICS_TOKEN is not set.");
    if (!isSame(c.req.header("authorization") ?? "", `Bearer ${token}`)) {
      return problemResponse(c, "unauthenticated", "Send METRICS_TOKEN as a bearer token.");
    }
    const { registry } = metrics;
    return c.body(await registry.metrics(), 200, { "Content-Type": registry.contentType });
  });
}

/** In a time that does not tell how much of it was right. */
function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(hash("sha256", given, "buffer"), hash("sha256", wanted, "buffer"));
}

/** Redis is reported and never required: being without it is a normal mode. */
function redisState(): "up" | "down" | "not configured" {
  const client = redis();
  if (!client) return "not configured";
  return client.status === "ready" ? "up" : "down";
}
