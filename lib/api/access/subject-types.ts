import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { listSubjectTypes } from "../../access/subject-types/queries.ts";
import {
  deleteSubjectTypeInput,
  subjectTypeInput,
  subjectTypeRef,
  subjectTypeRow,
} from "../../access/subject-types/schema.ts";
import { deleteSubjectType, putSubjectType } from "../../access/subject-types/service.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { authenticate } from "../http/authenticate.ts";
import { change, changeHeaders } from "../http/change.ts";
import type { ApiEnv } from "../http/environment.ts";
import { problemAnswers, secured } from "../http/openapi.ts";
import { permit } from "../http/permit.ts";
import { smallBody } from "../http/small-body.ts";

const tags = ["Access"];
const params = z.object({ type: subjectTypeRef.shape.type });

const listRoute = createRoute({
  method: "get",
  path: "/subject-types",
  tags,
  summary: "List the types of subjects that are people",
  description:
    "`user`, and what the tenant's products say instead of it. Needs `resource_type.read`.",
  security: secured,
  middleware: [authenticate, permit("resource_type.read")] as const,
  responses: {
    200: {
      description: "The types.",
      content: {
        "application/json": {
          schema: z.object({ types: z.array(subjectTypeRow) }),
          example: {
            types: [
              { type: "user", idFormat: null, builtIn: true },
              { type: "identity", idFormat: "external_id" as const, builtIn: false },
            ],
          },
        },
      },
    },
    ...problemAnswers(401, 403),
  },
});

const putRoute = createRoute({
  method: "put",
  path: "/subject-types/{type}",
  tags,
  summary: "Say that subjects of a type are people",
  description:
    "From then on the decision API knows people by this type, as by `user`, and searches of it name them by `idFormat`. Needs `resource_type.update`.",
  security: secured,
  middleware: [authenticate, permit("resource_type.update"), smallBody] as const,
  request: {
    params,
    body: {
      required: true,
      content: {
        "application/json": {
          schema: subjectTypeInput.omit({ type: true }),
          example: { idFormat: "external_id", reason: "What the API gateway calls people" },
        },
      },
    },
  },
  responses: {
    204: { description: "It is one.", headers: changeHeaders },
    ...problemAnswers(400, 401, 403, 413, 415, 422),
  },
});

const deleteRoute = createRoute({
  method: "delete",
  path: "/subject-types/{type}",
  tags,
  summary: "Say that subjects of a type are nobody",
  description:
    "Whatever is asked about subjects of this type is denied then. `user` stays, and is as at first. Needs `resource_type.update`.",
  security: secured,
  middleware: [authenticate, permit("resource_type.update")] as const,
  request: { params, query: z.object({ reason: deleteSubjectTypeInput.shape.reason }) },
  responses: {
    204: { description: "It is none.", headers: changeHeaders },
    ...problemAnswers(401, 403, 404, 422),
  },
});

/** Adds the routes of what products call people in their questions. */
export function subjectTypeRoutes(api: OpenAPIHono<ApiEnv>): void {
  api.openapi(listRoute, async (c) => {
    const grant = await requirePermission(c.var.actor, "resource_type.read");
    return c.json({ types: await listSubjectTypes(grant) }, 200);
  });
  api.openapi(putRoute, async (c) => {
    const input = { ...c.req.valid("param"), ...c.req.valid("json") };
    await change(c, putSubjectType, input);
    return c.body(null, 204);
  });
  api.openapi(deleteRoute, async (c) => {
    const input = { ...c.req.valid("param"), ...c.req.valid("query") };
    await change(c, deleteSubjectType, input);
    return c.body(null, 204);
  });
}
