import { isUtf8 } from "node:buffer";
import { every } from "hono/combine";
import { createMiddleware } from "hono/factory";
import { GatehouseError } from "../../core/errors.ts";
import { type JsonFault, readJson } from "../../core/json-limits.ts";
import type { ApiEnv } from "./environment.ts";
import { readLimited } from "./read-body.ts";

const MAX_BYTES = 256 * 1024;

function tooLarge(maxBytes: number): GatehouseError {
  const message = `The body is larger than ${maxBytes / 1024} KiB.`;
  return new GatehouseError("too_large", message);
}

/** Reads it from the node request: Hono's own limit cannot read a body in chunks from what it gets here. */
const limit = createMiddleware<ApiEnv>(async (c, next) => {
  if (Number(c.req.header("content-length") ?? 0) > MAX_BYTES) throw tooLarge(MAX_BYTES);
  const body = await readLimited(c.env.incoming, MAX_BYTES, tooLarge);
  const { method, headers } = c.req.raw;
  c.req.raw = new Request(c.req.url, { method, headers, body: Uint8Array.from(body) });
  await next();
});

/** Before the schema sees it: what Hono parses has lost what could not be kept. */
const soundJson = createMiddleware<ApiEnv>(async (c, next) => {
  const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json")
    throw new GatehouseError("unsupported_media_type", "Send Content-Type application/json.");
  const body = Buffer.from(await c.req.arrayBuffer());
  if (body.length > 0) check(body);
  await next();
});

function check(body: Buffer): void {
  if (!isUtf8(body)) throw new GatehouseError("malformed", "The body is not valid UTF-8.");
  const fault = faultIn(body.toString());
  if (!fault) return;
  const path = fault.path || "request";
  throw new GatehouseError("invalid_input", `${path}: ${fault.reason}`, { [path]: [fault.reason] });
}

function faultIn(text: string): JsonFault | null {
  try {
    return readJson(text).fault;
  } catch {
    throw new GatehouseError("malformed", "The body is not JSON.");
  }
}

/** For routes whose bodies are small JSON: nobody makes us parse megabytes, or store half of a text. */
export const smallBody = every(limit, soundJson);
