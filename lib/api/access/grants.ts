import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { searchGrants } from "../../access/grants/queries.ts";
import {
  createGrantInput,
  grantFilters,
  grantPage,
  type grantRow,
  revokeGrantInput,
} from "../../access/grants/schema.ts";
import { createGrant, revokeGrant } from "../../access/grants/service.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { auditPaging } from "../../events/schema.ts";
import { authenticate } from "../http/authenticate.ts";
import { change, changeHeaders } from "../http/change.ts";
import type { ApiEnv } from "../http/environment.ts";
import { problemAnswers, secured } from "../http/openapi.ts";
import { permit } from "../http/permit.ts";
import { smallBody } from "../http/small-body.ts";

const tags = ["Access"];
const person = "0192f3a1-7c2e-7d41-9a55-3f0c8f6b2d10";
const exampleGrant: z.infer<typeof grantRow> = {
  id: "0192f3a1-7c2e-7d41-9a55-3f0c8f6b2d11",
  user: { id: person, name: "Ada Example" },
  group: null,
  permission: "document.update",
  effect: "allow",
  resourceType: "project",
  resourceId: "p-3",
  startsAt: null,
  endsAt: "2026-12-31T23:00:00.000Z",
  reason: "Covers for Bob until the end of the year",
  createdAt: "2026-11-23T09:00:00.000Z",
};

const searchRoute = createRoute({
  method: "get",
  path: "/grants",
  tags,
  summary: "List grants on resources",
  description: "Latest first, also those that have not begun or have ended. Needs `grant.read`.",
  security: secured,
  middleware: [authenticate, permit("grant.read")] as const,
  request: { query: grantFilters.extend(auditPaging.shape) },
  responses: {
    200: {
      description: "A page of grants.",
      content: {
        "application/json": {
          schema: grantPage,
          example: { rows: [exampleGrant], nextCursor: null, previousCursor: null },
        },
      },
    },
    ...problemAnswers(401, 403, 422),
  },
});

const createRouteOf = createRoute({
  method: "post",
  path: "/grants",
  tags,
  summary: "Give or deny a permission on a resource",
  description:
    "To a person or a group, on one resource or every one of a type, and on all that lies under it. A denial wins over everything that allows. Nobody gives or denies what they lack. Needs `grant.create`.",
  security: secured,
  middleware: [authenticate, permit("grant.create"), smallBody] as const,
  request: {
    body: {
      required: true,
      content: {
        "application/json": {
          schema: createGrantInput,
          example: {
            userId: person,
            permission: "document.update",
            resourceType: "project",
            resourceId: "p-3",
            endsAt: "2026-12-31T23:00:00Z",
            reason: "Covers for Bob until the end of the year",
          },
        },
      },
    },
  },
  responses: {
    201: {
      description: "It holds from now on.",
      headers: changeHeaders,
      content: { "application/json": { schema: z.object({ grantId: z.uuid() }) } },
    },
    ...problemAnswers(400, 401, 403, 404, 413, 415, 422),
  },
});

const revokeRoute = createRoute({
  method: "delete",
  path: "/grants/{id}",
  tags,
  summary: "Take a grant back",
  description: "It stops within a second, in every process. Needs `grant.revoke`.",
  security: secured,
  middleware: [authenticate, permit("grant.revoke")] as const,
  request: {
    params: z.object({ id: revokeGrantInput.shape.grantId }),
    query: z.object({ reason: revokeGrantInput.shape.reason }),
  },
  responses: {
    204: { description: "It is gone.", headers: changeHeaders },
    ...problemAnswers(401, 403, 404, 422),
  },
});

/** Adds the routes of grants on resources. */
export function grantRoutes(api: OpenAPIHono<ApiEnv>): void {
  api.openapi(searchRoute, async (c) => {
    const grant = await requirePermission(c.var.actor, "grant.read");
    const { cursor, limit, ...filters } = c.req.valid("query");
    return c.json(await searchGrants(grant, filters, { cursor, limit }), 200);
  });
  api.openapi(createRouteOf, async (c) =>
    c.json(await change(c, createGrant, c.req.valid("json")), 201),
  );
  api.openapi(revokeRoute, async (c) => {
    const grantId = c.req.valid("param").id;
    await change(c, revokeGrant, { grantId, reason: c.req.valid("query").reason });
    return c.body(null, 204);
  });
}
