import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { z } from "zod";
import {
  BUSY_RETRY_SECONDS,
  type ErrorCode,
  type FieldErrors,
  GatehouseError,
} from "../../core/errors.ts";
import { log } from "../../platform/log.ts";
import { isOutage, OUTAGE, RETRY_AFTER_SECONDS } from "../../platform/outage.ts";
import type { ApiEnv } from "./environment.ts";

export const statusOf = {
  malformed: 400,
  unauthenticated: 401,
  permission_denied: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  invalid_input: 422,
  rate_limited: 429,
  busy: 503,
  unavailable: 503,
  internal: 500,
} as const satisfies Record<ErrorCode | "internal", ContentfulStatusCode>;

const titleOf: Record<keyof typeof statusOf, string> = {
  malformed: "Malformed request",
  unauthenticated: "Not logged in",
  permission_denied: "Not permitted",
  not_found: "Not found",
  conflict: "Conflict",
  too_large: "Too large",
  unsupported_media_type: "Unsupported media type",
  invalid_input: "Invalid input",
  rate_limited: "Too many requests",
  busy: "Busy",
  unavailable: "Temporarily unavailable",
  internal: "Something went wrong",
};

/** Problem details (RFC 9457) with our extensions `code`, `requestId` and `errors`. */
export const problem = z
  .object({
    type: z.literal("about:blank"),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().describe("Machine-readable kind of failure."),
    requestId: z.string().describe("Quote it when you report a problem."),
    errors: z
      .record(z.string(), z.array(z.string()))
      .optional()
      .describe("Messages by field path."),
  })
  .describe("What went wrong, as problem details (RFC 9457).");

/** Seconds after which to ask again, where an answer says so. */
export const retryAfter: Partial<Record<keyof typeof statusOf, number>> = {
  busy: BUSY_RETRY_SECONDS,
  unavailable: RETRY_AFTER_SECONDS,
};

type Extra = { errors?: FieldErrors; [member: string]: unknown };

/** Answers with problem details; `extra` adds members. */
export function problemResponse(
  c: Context<ApiEnv>,
  code: keyof typeof statusOf,
  detail: string,
  extra: Extra = {},
): Response {
  const status = statusOf[code];
  const requestId = c.var.request.requestId;
  const body = { type: "about:blank", title: titleOf[code], status, detail, code, requestId };
  // What is left of a body that is too large is not read: nobody may use its connection again.
  if (code === "too_large") c.header("Connection", "close");
  const seconds = retryAfter[code];
  if (seconds !== undefined) c.header("Retry-After", String(seconds));
  return c.json({ ...body, ...extra }, status, { "Content-Type": "application/problem+json" });
}

/** Turns whatever was thrown into problem details; what is not the caller's doing is logged. */
export function onError(error: Error, c: Context<ApiEnv>): Response {
  if (error instanceof GatehouseError) {
    const errors = Object.keys(error.fieldErrors).length > 0 ? { errors: error.fieldErrors } : {};
    return problemResponse(c, error.code, error.message, errors);
  }
  // Hono's own, for a body that is no JSON.
  if (error instanceof HTTPException && error.status === 400) {
    return problemResponse(c, "malformed", "The body is not JSON.");
  }
  const { requestId } = c.var.request;
  if (isOutage(error)) {
    log.warn({ err: error, requestId, path: c.req.path }, "the database does not answer");
    return problemResponse(c, "unavailable", OUTAGE);
  }
  log.error({ err: error, requestId, path: c.req.path }, "request failed");
  return problemResponse(c, "internal", "Something went wrong. Quote the request id.");
}
