import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { authenticate } from "./authenticate.ts";
import type { ApiEnv } from "./environment.ts";
import { problemAnswers, secured } from "./openapi.ts";

const me = z.object({
  kind: z.enum(["user", "api_key", "system"]),
  id: z.string(),
  name: z.string(),
  tenantId: z.uuid(),
  permissions: z.array(z.string()),
});

const meRoute = createRoute({
  method: "get",
  path: "/me",
  tags: ["Access"],
  summary: "Who this credential is",
  description: "The principal, its tenant and its permissions. Use it to check a key.",
  security: secured,
  middleware: [authenticate] as const,
  responses: {
    200: { description: "The principal.", content: { "application/json": { schema: me } } },
    ...problemAnswers(401),
  },
});

/** Adds the route that tells a credential's holder who it is. */
export function meRoutes(api: OpenAPIHono<ApiEnv>): void {
  api.openapi(meRoute, (c) => {
    const { kind, id, name, tenantId, permissions } = c.var.actor;
    return c.json({ kind, id, name, tenantId, permissions: [...permissions].sort() }, 200);
  });
}
