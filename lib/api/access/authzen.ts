import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { OpenAPIHono, type RouteConfig, z } from "@hono/zod-openapi";
import type { Context, Hono } from "hono";
import {
  awaitFreshness,
  evaluate,
  evaluateAll,
  searchActions,
  searchResources,
  searchSubjects,
} from "../../access/decisions/queries.ts";
import {
  actionSearchRequest,
  decision,
  decisions,
  evaluationRequest,
  evaluationsRequest,
  foundActions,
  foundResources,
  foundSubjects,
  resourceSearchRequest,
  subjectSearchRequest,
} from "../../access/decisions/schema.ts";
import { type Grant, requirePermission } from "../../authz/guard/grant.ts";
import { CONSISTENCY_TOKEN } from "../../authz/store/consistency.ts";
import { GatehouseError } from "../../core/errors.ts";
import { env } from "../../platform/env.ts";
import { log } from "../../platform/log.ts";
import { isOutage, OUTAGE, RETRY_AFTER_SECONDS } from "../../platform/outage.ts";
import { docsPage } from "../docs/docs-page.ts";
import { authenticate } from "../http/authenticate.ts";
import type { ApiEnv } from "../http/environment.ts";
import { cacheControl } from "../http/http-cache.ts";
import { statusOf } from "../http/problem.ts";
import { readJsonBody } from "../http/read-json.ts";
import * as examples from "./authzen-examples.ts";

/** Where the standard has the decision API; see `pdp` for how programs find it. */
export const DECISIONS = "/access/v1";
export const WELL_KNOWN = "/.well-known/authzen-configuration";

/** A thousand questions with some properties each. */
const MAX_BYTES = 2 * 1024 * 1024;

const information = {
  openapi: "3.1.0" as const,
  info: {
    title: "Gatehouse decision API",
    version: "1",
    description:
      "OpenID AuthZEN Authorization API 1.0: products ask whether somebody may do something. A subject is a `user`, or another type that the tenant has said is a person, by user id, external id or e-mail address. An action is one of the resource's type, also by its permission: `refund` or `invoice.refund` of an invoice. What is unknown, or does not belong to the type, is denied and is no error. Errors are a message as plain text. A body with a name twice in one object is refused. `X-Request-ID` comes back as it was sent. An answer is at most a second old; one with the `Consistency-Token` of a change, in that header or as `context.consistency_token`, has the change.",
    license: { name: "Apache-2.0", identifier: "Apache-2.0" },
  },
  servers: [{ url: DECISIONS }],
  tags: [
    { name: "Decisions", description: "May somebody do something?" },
    { name: "Search", description: "Who may, to what, and what may somebody do?" },
  ],
};

const errors = {
  400: "The request could not be read, or something in it is wrong.",
  401: "No valid API key.",
  403: "The scope is missing.",
  413: "The body is larger than 2 MiB.",
  415: "A Content-Encoding that is not supported.",
  503: "The database does not answer, or has not what the consistency token is about; ask again after `Retry-After` seconds.",
};

type Spoken = { schema: z.ZodType; example: unknown };

/** What a route is, for the document. */
function describe(
  path: string,
  words: { tag: string; summary: string; description: string },
  asked: Spoken,
  answered: Spoken,
): RouteConfig {
  const text = { "text/plain": { schema: z.string() } };
  const failures = Object.entries(errors).map(([status, description]) => {
    return [status, { description, content: text }];
  });
  const { tag, summary, description } = words;
  return {
    method: "post",
    path,
    tags: [tag],
    summary,
    description,
    security: [{ apiKey: [] }],
    request: {
      headers: z.object({
        [CONSISTENCY_TOKEN]: z
          .string()
          .optional()
          .describe("The token of a change that the answer must have."),
      }),
      body: { required: true, content: { "application/json": asked } },
    },
    responses: {
      200: { description: "The answer.", content: { "application/json": answered } },
      ...Object.fromEntries(failures),
    },
  };
}

const routes = [
  describe(
    "/evaluation",
    {
      tag: "Decisions",
      summary: "Ask for a decision",
      description:
        "Name the owner of a resource in the property that its type says; a registered owner wins. A denial is recorded as one of the subject. Needs `access.decide`.",
    },
    { schema: evaluationRequest, example: examples.exampleEvaluation },
    { schema: decision, example: examples.exampleDecision },
  ),
  describe(
    "/evaluations",
    {
      tag: "Decisions",
      summary: "Ask for many decisions",
      description:
        "What stands beside `evaluations` is the default for each of them. Without any, it is a single evaluation. Needs `access.decide`.",
    },
    { schema: evaluationsRequest, example: examples.exampleEvaluations },
    { schema: decisions, example: examples.exampleDecisions },
  ),
  describe(
    "/search/subject",
    {
      tag: "Search",
      summary: "Search who may do something",
      description:
        "Active people, a page at a time, by the ids that your product uses: the external id, or else the e-mail address, or what `subject.properties.id_format` asks for. Needs `access.search`.",
    },
    { schema: subjectSearchRequest, example: examples.exampleSubjectSearch },
    { schema: foundSubjects, example: examples.exampleSubjects },
  ),
  describe(
    "/search/resource",
    {
      tag: "Search",
      summary: "Search what somebody may do something to",
      description: "Registered resources, by id, a page at a time. Needs `access.search`.",
    },
    { schema: resourceSearchRequest, example: examples.exampleResourceSearch },
    { schema: foundResources, example: examples.exampleResources },
  ),
  describe(
    "/search/action",
    {
      tag: "Search",
      summary: "Search what somebody may do",
      description:
        "Actions of the resource's type, by name; those of others and those that a condition asks for are not among them. Needs `access.search`.",
    },
    { schema: actionSearchRequest, example: examples.exampleActionSearch },
    { schema: foundActions, example: examples.exampleActions },
  ),
];

/**
 * The decision API (OpenID AuthZEN Authorization API 1.0). Its handlers read and write the node
 * request themselves: the objects that Hono would make cost more than the decision.
 */
export function createDecisionApi(): OpenAPIHono<ApiEnv> {
  const api = new OpenAPIHono<ApiEnv>();
  api.onError(onDecisionError);
  for (const route of routes) api.openAPIRegistry.registerPath(route);
  api.openAPIRegistry.registerComponent("securitySchemes", "apiKey", {
    type: "http",
    scheme: "bearer",
    description:
      "Send an API key as `Authorization: Bearer ghk_…`, with the scope `access.decide` or `access.search`.",
  });
  const document = api.getOpenAPI31Document(information);
  api.get("/openapi.json", (c) => {
    c.header("Cache-Control", cacheControl.short);
    return c.json(document);
  });
  api.get("/docs", (c) => docsPage(c, document));
  api.post("/evaluation", authenticate, async (c) => {
    const grant = await requirePermission(c.var.actor, "access.decide");
    const request = check(evaluationRequest, await readJson(c));
    await awaitFreshness(grant, request, c.req.header(CONSISTENCY_TOKEN));
    return send(c, await evaluate(grant, request, c.var.actor));
  });
  api.post("/evaluations", authenticate, async (c) => {
    const grant = await requirePermission(c.var.actor, "access.decide");
    const json = await readJson(c);
    const request = check(evaluationsRequest, json);
    const isOne = !request.evaluations?.length;
    const single = isOne ? check(evaluationRequest, json) : null;
    await awaitFreshness(grant, request, c.req.header(CONSISTENCY_TOKEN));
    if (single) return send(c, await evaluate(grant, single, c.var.actor));
    return send(c, await evaluateAll(grant, request, c.var.actor));
  });
  api.post("/search/subject", authenticate, search(subjectSearchRequest, searchSubjects));
  api.post("/search/resource", authenticate, search(resourceSearchRequest, searchResources));
  api.post("/search/action", authenticate, search(actionSearchRequest, searchActions));
  return api;
}

/** What answers a search. */
function search<Schema extends z.ZodType<{ context?: Record<string, unknown> | undefined }>>(
  schema: Schema,
  find: (grant: Grant<"access.search">, request: z.infer<Schema>) => Promise<object>,
) {
  return async (c: Context<ApiEnv>): Promise<Response> => {
    const grant = await requirePermission(c.var.actor, "access.search");
    const request = check(schema, await readJson(c));
    await awaitFreshness(grant, request, c.req.header(CONSISTENCY_TOKEN));
    return send(c, await find(grant, request));
  };
}

/** Adds the document by which programs find the decision API. */
export function wellKnownRoute(app: Hono<ApiEnv>): void {
  app.get(WELL_KNOWN, (c) => {
    const pdp = new URL(env().PUBLIC_URL).origin;
    const base = pdp + DECISIONS;
    c.header("Cache-Control", cacheControl.short);
    return c.json({
      policy_decision_point: pdp,
      access_evaluation_endpoint: `${base}/evaluation`,
      access_evaluations_endpoint: `${base}/evaluations`,
      search_subject_endpoint: `${base}/search/subject`,
      search_resource_endpoint: `${base}/search/resource`,
      search_action_endpoint: `${base}/search/action`,
    });
  });
}

async function readJson(c: Context<ApiEnv>): Promise<unknown> {
  const { value } = await readJsonBody(c, { maxBytes: MAX_BYTES, wrongType: "malformed" });
  return value;
}

/** What was sent itself, when the schema accepts it: no schema of these changes anything. */
function check<Schema extends z.ZodType>(schema: Schema, json: unknown): z.infer<Schema> {
  const { success, error } = schema.safeParse(json);
  if (success) return json as z.infer<Schema>;
  const [issue] = error.issues;
  const path = issue?.path.join(".") || "request";
  throw new GatehouseError("malformed", `${path}: ${issue?.message}`);
}

function send(c: Context<ApiEnv>, answer: object): Response {
  const body = Buffer.from(JSON.stringify(answer));
  c.env.outgoing
    .writeHead(200, {
      "Content-Type": "application/json",
      "Content-Length": body.length,
      "Cache-Control": cacheControl.none,
    })
    .end(body);
  return RESPONSE_ALREADY_SENT;
}

/**
 * The standard wants a message as a string, and for whatever is wrong in a request the same status;
 * what is not the caller's doing is logged.
 */
export function onDecisionError(error: Error, c: Context<ApiEnv>): Response {
  if (error instanceof GatehouseError) {
    if (error.code === "too_large") c.header("Connection", "close");
    if (error.code === "unavailable") c.header("Retry-After", String(RETRY_AFTER_SECONDS));
    return c.text(
      error.message,
      statusOf[error.code === "invalid_input" ? "malformed" : error.code],
    );
  }
  const { requestId } = c.var.request;
  if (isOutage(error)) {
    log.warn({ err: error, requestId, path: c.req.path }, "the database does not answer");
    return c.text(OUTAGE, 503, { "Retry-After": String(RETRY_AFTER_SECONDS) });
  }
  log.error({ err: error, requestId, path: c.req.path }, "decision failed");
  return c.text("Something went wrong.", 500);
}
