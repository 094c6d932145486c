import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context } from "hono";
import { etag } from "hono/etag";
import { createMiddleware } from "hono/factory";
import type { ApiEnv } from "./environment.ts";

/**
 * How long an answer may be kept, by class. Next gives its own hashed assets 365 days, and its
 * pages none.
 */
export const cacheControl = {
  /** The same for everybody, and not worth asking for again at once. */
  short: "public, max-age=300",
  /** One credential's: kept, but only used after asking whether it is still true (ETag). */
  revalidate: "private, no-cache",
  /** Never kept. */
  none: "no-store",
} as const;

/** What says nothing else is nobody's to keep. */
export const keepNothing = createMiddleware<ApiEnv>(async (c, next) => {
  await next();
  // Not c.header(): once there is an answer it would be made anew for each header.
  const { headers } = c.res;
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", cacheControl.none);
});

/** An answer that was made before, for all who get the same. */
export type KeptAnswer = { body: Buffer; etag: string };

/**
 * Sends a kept JSON answer, or says that it has not changed. It goes past the Response object, which
 * would be made, and a stream of it, for each request: that costs as much as all the rest.
 */
export function sendKept(c: Context<ApiEnv>, { body, etag: tag }: KeptAnswer): Response {
  const { outgoing } = c.env;
  const known = c.req.header("if-none-match");
  outgoing.setHeader("ETag", tag);
  outgoing.setHeader("Cache-Control", cacheControl.revalidate);
  outgoing.setHeader("Vary", "Authorization, Cookie");
  if (known === "*" || known?.match(/"[^"]*"/g)?.includes(tag)) {
    outgoing.writeHead(304).end();
  } else {
    const head = { "Content-Type": "application/json", "Content-Length": body.length };
    outgoing.writeHead(200, head).end(body);
  }
  return RESPONSE_ALREADY_SENT;
}

const addTag = etag();

/** What is read gets an ETag, and costs nothing the second time (RFC 9110, 13.1.2). */
export const revalidateReads = createMiddleware<ApiEnv>(async (c, next) => {
  await addTag(c, next);
  const { headers } = c.res;
  if (!headers.has("ETag") || headers.has("Cache-Control")) return;
  headers.set("Cache-Control", cacheControl.revalidate);
  headers.set("Vary", "Authorization, Cookie");
});
