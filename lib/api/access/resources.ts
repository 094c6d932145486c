import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { getResource, listResourceTypes, searchResources } from "../../access/resources/queries.ts";
import {
  deleteTypeInput,
  resourceInput,
  resourcePage,
  resourceRef,
  resourceRow,
  resourceTypeInput,
  resourceTypeRow,
  typeRef,
} from "../../access/resources/schema.ts";
import {
  deleteResource,
  deleteResourceType,
  putResource,
  putResourceType,
} from "../../access/resources/service.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { queryNumber } from "../../core/query-number.ts";
import { authenticate } from "../http/authenticate.ts";
import { change, changeHeaders } from "../http/change.ts";
import type { ApiEnv } from "../http/environment.ts";
import { problemAnswers, secured } from "../http/openapi.ts";
import { permit } from "../http/permit.ts";
import { smallBody } from "../http/small-body.ts";

const tags = ["Access"];
const exampleType = {
  type: "todo",
  name: "To-do",
  description: "",
  ownerProperty: "ownerID",
  builtInAdministrators: false,
  builtIn: false,
  actions: [
    {
      name: "close",
      permission: "todo.close",
      sentence: "Close to-dos.",
      risk: "low" as const,
      properties: [
        { name: "forGood", source: "action" as const, type: "boolean" as const, fallback: false },
      ],
      condition: null,
    },
    {
      name: "close_for_good",
      permission: "todo.close_for_good",
      sentence: "Close to-dos so that nobody can open them again.",
      risk: "high" as const,
      properties: [],
      condition: {
        action: "close",
        all: [{ property: "forGood", operator: "is" as const, value: true }],
      },
    },
  ],
};
const exampleResource = {
  type: "document",
  id: "d-17",
  name: "Offer",
  owner: "ada@example.com",
  parent: { type: "project", id: "p-3" },
  createdAt: "2026-11-23T09:00:00.000Z",
};
const typeParams = z.object({ type: typeRef.shape.type });
const resourceParams = z.object(resourceRef.shape);
const whyQuery = z.object({ reason: deleteTypeInput.shape.reason });

const listTypesRoute = createRoute({
  method: "get",
  path: "/resource-types",
  tags,
  summary: "List the types of resources",
  description:
    "Gatehouse's own and those registered here, with their actions. Needs `resource_type.read`.",
  security: secured,
  middleware: [authenticate] as const,
  responses: {
    200: {
      description: "The types.",
      content: {
        "application/json": {
          schema: z.object({ types: z.array(resourceTypeRow) }),
          example: { types: [exampleType] },
        },
      },
    },
    ...problemAnswers(401, 403),
  },
});

const putTypeRoute = createRoute({
  method: "put",
  path: "/resource-types/{type}",
  tags,
  summary: "Register a type of resource",
  description:
    "Registers it with its actions, or makes it what is sent. What roles, grants and keys say of an action that is left out goes with it, and whoever leaves it out must have it. An action with a `condition` is needed beside another one: a question about that one is answered with yes only to whoever has both, when what it says meets the condition, or does not say enough to tell. Needs `resource_type.update`.",
  security: secured,
  middleware: [authenticate, permit("resource_type.update"), smallBody] as const,
  request: {
    params: typeParams,
    body: {
      required: true,
      content: {
        "application/json": {
          schema: resourceTypeInput.omit({ type: true }),
          example: {
            name: "To-do",
            ownerProperty: "ownerID",
            actions: [
              {
                name: "close",
                sentence: "Close to-dos.",
                risk: "low",
                properties: [{ name: "forGood", type: "boolean", fallback: false }],
              },
              {
                name: "close_for_good",
                risk: "high",
                condition: { action: "close", all: [{ property: "forGood", value: true }] },
              },
            ],
          },
        },
      },
    },
  },
  responses: {
    204: { description: "It is registered.", headers: changeHeaders },
    ...problemAnswers(400, 401, 403, 413, 415, 422),
  },
});

const deleteTypeRoute = createRoute({
  method: "delete",
  path: "/resource-types/{type}",
  tags,
  summary: "Remove a type of resource",
  description:
    "With its actions, what roles, grants and keys say of them, and what is given on it. Needs `resource_type.update`.",
  security: secured,
  middleware: [authenticate, permit("resource_type.update")] as const,
  request: { params: typeParams, query: whyQuery },
  responses: {
    204: { description: "It is gone.", headers: changeHeaders },
    ...problemAnswers(401, 403, 404, 409, 422),
  },
});

const searchRoute = createRoute({
  method: "get",
  path: "/resources",
  tags,
  summary: "List the resources of a type",
  description: "By id, a page at a time. Needs `resource.read`.",
  security: secured,
  middleware: [authenticate, permit("resource.read")] as const,
  request: {
    query: z.object({
      type: typeRef.shape.type,
      after: z.string().max(256).optional().describe("`nextAfter` of the page before."),
      limit: queryNumber(1, 200).default(50),
    }),
  },
  responses: {
    200: {
      description: "A page of resources.",
      content: {
        "application/json": {
          schema: resourcePage,
          example: { rows: [exampleResource], nextAfter: null },
        },
      },
    },
    ...problemAnswers(401, 403, 422),
  },
});

const getRouteOf = createRoute({
  method: "get",
  path: "/resources/{type}/{id}",
  tags,
  summary: "Read one resource",
  description: "Its owner and its place in the tree. Needs `resource.read`.",
  security: secured,
  middleware: [authenticate, permit("resource.read")] as const,
  request: { params: resourceParams },
  responses: {
    200: {
      description: "The resource.",
      content: { "application/json": { schema: resourceRow, example: exampleResource } },
    },
    ...problemAnswers(401, 403, 404, 422),
  },
});

const putRoute = createRoute({
  method: "put",
  path: "/resources/{type}/{id}",
  tags,
  summary: "Register a resource",
  description:
    "Registers it, or makes it what is sent: its name, its owner, its place in the tree. What is given on a resource reaches all that lies under it. Needs `resource.update`.",
  security: secured,
  middleware: [authenticate, permit("resource.update"), smallBody] as const,
  request: {
    params: resourceParams,
    body: {
      required: true,
      content: {
        "application/json": {
          schema: resourceInput.omit({ type: true, id: true }),
          example: { name: "Offer", parent: { type: "project", id: "p-3" } },
        },
      },
    },
  },
  responses: {
    204: { description: "It is registered.", headers: changeHeaders },
    ...problemAnswers(400, 401, 403, 413, 415, 422),
  },
});

const deleteRoute = createRoute({
  method: "delete",
  path: "/resources/{type}/{id}",
  tags,
  summary: "Remove a resource",
  description:
    "With what was given on it. Nothing may lie under it any more. Needs `resource.update`.",
  security: secured,
  middleware: [authenticate, permit("resource.update")] as const,
  request: { params: resourceParams, query: whyQuery },
  responses: {
    204: { description: "It is gone.", headers: changeHeaders },
    ...problemAnswers(401, 403, 404, 409, 422),
  },
});

/** Adds the routes by which products say what there is to decide about. */
export function resourceRoutes(api: OpenAPIHono<ApiEnv>): void {
  api.openapi(listTypesRoute, async (c) => {
    const grant = await requirePermission(c.var.actor, "resource_type.read");
    return c.json({ types: await listResourceTypes(grant) }, 200);
  });
  api.openapi(putTypeRoute, async (c) => {
    const input = { ...c.req.valid("param"), ...c.req.valid("json") };
    await change(c, putResourceType, input);
    return c.body(null, 204);
  });
  api.openapi(deleteTypeRoute, async (c) => {
    const input = { ...c.req.valid("param"), ...c.req.valid("query") };
    await change(c, deleteResourceType, input);
    return c.body(null, 204);
  });
  api.openapi(searchRoute, async (c) => {
    const grant = await requirePermission(c.var.actor, "resource.read");
    const { type, ...paging } = c.req.valid("query");
    return c.json(await searchResources(grant, { type }, paging), 200);
  });
  api.openapi(getRouteOf, async (c) => {
    const grant = await requirePermission(c.var.actor, "resource.read");
    return c.json(await getResource(grant, c.req.valid("param")), 200);
  });
  api.openapi(putRoute, async (c) => {
    const input = { ...c.req.valid("param"), ...c.req.valid("json") };
    await change(c, putResource, input);
    return c.body(null, 204);
  });
  api.openapi(deleteRoute, async (c) => {
    const input = { ...c.req.valid("param"), ...c.req.valid("query") };
    await change(c, deleteResource, input);
    return c.body(null, 204);
  });
}
