import { isUtf8 } from "node:buffer";
import { bodyLimit } from "hono/body-limit";
import { every } from "hono/combine";
import { createMiddleware } from "hono/factory";
import { GatehouseError } from "../../core/errors.ts";
import { type JsonFault, readJson } from "../../core/json-limits.ts";
import type { ApiEnv } from "./environment.ts";

const MAX_BYTES = 256 * 1024;

const limit = bodyLimit({
  maxSize: MAX_BYTES,
  onError: () => {
    const message = `The body is larger than ${MAX_BYTES / 1024} KiB.`;
    throw new GatehouseError("too_large", message);
  },
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
