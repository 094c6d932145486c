import type { Hono } from "hono";
import { isOwnOrigin, ownOrigins } from "../../platform/own-origin.ts";
import { buildsServed } from "../../platform/peers.ts";
import type { ApiEnv } from "../http/environment.ts";
import { BUILDS_PATH, REALTIME_PATH } from "./schema.ts";

/** Adds the route that tells a page, by its origin, whether its socket would be refused, and why. */
export function realtimeHintRoute(app: Hono<ApiEnv>): void {
  app.get(REALTIME_PATH, (c) => {
    const [address] = ownOrigins();
    const message = `Live updates work at ${address} only: this page was opened at another address.`;
    return c.json({ refusal: isOwnOrigin(c.req.query("origin")) ? null : message });
  });
}

/** Adds the route that tells a page whether servers of another version than its own answer. */
export function buildsRoute(app: Hono<ApiEnv>): void {
  app.get(BUILDS_PATH, async (c) => c.json(await buildsServed()));
}
