import { createHash } from "node:crypto";
import type { Context } from "hono";
import { env } from "../../platform/env.ts";
import type { ApiEnv } from "../http/environment.ts";
import { cacheControl } from "../http/http-cache.ts";
import type { ApiDocument } from "./document.ts";
import { docsMarkup } from "./page.ts";
import { style } from "./style.ts";

const styleHash = createHash("sha256").update(style).digest("base64");

/** The page loads nothing, runs nothing and cannot be framed; its one style sheet is known. */
const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The reference at `/api/v1/docs`, made on the server from the OpenAPI document itself. */
export function docsPage(c: Context<ApiEnv>, document: ApiDocument): Response | Promise<Response> {
  // Addresses come from the configuration, never from the request's Host header.
  const base = new URL(document.servers?.[0]?.url ?? "/", env().PUBLIC_URL);
  c.header("Cache-Control", cacheControl.short);
  c.header("Content-Security-Policy", contentSecurityPolicy);
  return c.html(docsMarkup(document, base.href));
}
