import type { Context } from "hono";
import type { ApiEnv } from "./environment.ts";
export function docsPage(c: Context<ApiEnv>, document: unknown): Response {
  return c.json(document as object);
}
