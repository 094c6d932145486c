import { createMiddleware } from "hono/factory";
import { GatehouseError } from "../../core/errors.ts";
import { findJsonFault } from "../../core/json-limits.ts";
import type { ApiEnv } from "./environment.ts";
import { readJsonBody } from "./read-json.ts";

const limits = { maxBytes: 256 * 1024, wrongType: "unsupported_media_type" } as const;

/**
 * For routes whose bodies are small JSON: nobody makes us parse megabytes, or store half of a text. What
 * could not be stored is said before the schema sees it.
 */
export const smallBody = createMiddleware<ApiEnv>(async (c, next) => {
  const { value, text } = await readJsonBody(c, limits);
  const fault = findJsonFault(value);
  if (fault) {
    const path = fault.path || "request";
    throw new GatehouseError("invalid_input", `${path}: ${fault.reason}`, {
      [path]: [fault.reason],
    });
  }
  // The request's own stream is read: from this one Hono parses what the schema sees.
  const { method, headers } = c.req.raw;
  c.req.raw = new Request(c.req.url, { method, headers, body: text });
  await next();
});
