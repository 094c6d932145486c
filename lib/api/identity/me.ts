import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { authenticate } from "../http/authenticate.ts";
import type { ApiEnv } from "../http/environment.ts";
import { problemAnswers, secured } from "../http/openapi.ts";

const me = z.object({
  kind: z.enum(["user", "api_key", "system"]),
  id: z.string().describe("Id of the person or of the API key."),
  name: z.string(),
  tenantId: z.uuid(),
  permissions: z.array(z.string()).describe("Ids from the permission catalogue, sorted."),
});

const example: z.infer<typeof me> = {
  kind: "api_key",
  id: "0c8f3b52-9d0e-4c8a-8a55-27b1f0f2a6c4",
  name: "Billing service",
  tenantId: "3f1f0a3e-6c0b-4a39-9f57-52f0f7f6d9a1",
  permissions: ["audit.read", "audit.record"],
};

const meRoute = createRoute({
  method: "get",
  path: "/me",
  tags: ["Access"],
  summary: "Who this credential is",
  description: "The principal, its tenant and its permissions. Use it to check a key.",
  security: secured,
  middleware: [authenticate] as const,
  responses: {
    200: {
      description: "The principal.",
      content: { "application/json": { schema: me, example } },
    },
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
