import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { incomingEvent, ingestResult, MAX_BATCH_EVENTS } from "../../audit/ingestion/schema.ts";
import { ingestEvents } from "../../audit/ingestion/service.ts";
import { getAuditEvent, searchAudit } from "../../audit/log/queries.ts";
import { requirePermission } from "../../authz/guard/grant.ts";
import { auditEvent, auditFilters, auditPage, auditPaging } from "../../events/schema.ts";
import { metrics } from "../../platform/metrics.ts";
import { authenticate } from "../http/authenticate.ts";
import type { ApiEnv } from "../http/environment.ts";
import { problemAnswers, secured } from "../http/openapi.ts";
import { permit } from "../http/permit.ts";
import { problemResponse } from "../http/problem.ts";
import { MAX_BODY_BYTES, readBody } from "../http/read-body.ts";
import * as examples from "./audit-event-examples.ts";
import { parseBatch } from "./event-batch.ts";

const tags = ["Audit log"];
const batch = z.object({ events: z.array(incomingEvent).min(1).max(MAX_BATCH_EVENTS) });
const answer = (description: string, schema: z.ZodType, example: unknown) => ({
  description,
  content: { "application/json": { schema, example } },
});

const searchRoute = createRoute({
  method: "get",
  path: "/audit/events",
  tags,
  summary: "Search the audit log",
  description:
    "Latest occurrence first, a page at a time. Repeat a parameter for several values. Needs `audit.read`.",
  security: secured,
  middleware: [authenticate, permit("audit.read")] as const,
  request: { query: auditFilters.extend(auditPaging.shape) },
  responses: {
    200: answer("A page of events.", auditPage, examples.foundPage),
    ...problemAnswers(401, 403, 422, 503),
  },
});

const getRoute = createRoute({
  method: "get",
  path: "/audit/events/{id}",
  tags,
  summary: "Read one event whole",
  description: "With its details and its source form. Needs `audit.read`.",
  security: secured,
  middleware: [authenticate, permit("audit.read")] as const,
  request: { params: z.object({ id: z.uuid().describe("The id of a found row.") }) },
  responses: {
    200: answer("The event.", auditEvent, examples.foundEvent),
    ...problemAnswers(401, 403, 404, 422),
  },
});

/** Adds the routes of the audit log. */
export function auditEventRoutes(api: OpenAPIHono<ApiEnv>): void {
  describeIngest(api);
  api.post("/audit/events", authenticate, ingest);
  api.openapi(searchRoute, async (c) => {
    const grant = await requirePermission(c.var.actor, "audit.read");
    const { cursor, limit, ...filters } = c.req.valid("query");
    return c.json(await searchAudit(grant, filters, { cursor, limit }), 200);
  });
  api.openapi(getRoute, async (c) => {
    const grant = await requirePermission(c.var.actor, "audit.read");
    return c.json(await getAuditEvent(grant, c.req.valid("param").id), 200);
  });
}

/** The body is read by hand (gzip, NDJSON, limits), so the route is described apart from it. */
function describeIngest(api: OpenAPIHono<ApiEnv>): void {
  api.openAPIRegistry.registerPath({
    method: "post",
    path: "/audit/events",
    tags,
    summary: "Send events",
    description: `Records up to ${MAX_BATCH_EVENTS} events (${MAX_BODY_BYTES / 1024 / 1024} MiB, gzip allowed). Each event that cannot be taken is listed by index and reason while the others are kept. Sending the same events again adds nothing, so a request without an answer can simply be repeated. Needs \`audit.record\`.`,
    security: secured,
    request: {
      body: {
        required: true,
        content: {
          "application/json": { schema: batch, example: { events: [examples.sentEvent] } },
          "application/x-ndjson": { schema: incomingEvent, example: examples.sentEvent },
        },
      },
    },
    responses: {
      200: answer("Every event is recorded.", ingestResult, examples.everythingRecorded),
      207: answer(
        "Some events are recorded; `rejected` lists the others.",
        ingestResult,
        examples.partlyRecorded,
      ),
      ...problemAnswers(400, 401, 403, 413, 415, 422),
    },
  });
}

async function ingest(c: Context<ApiEnv>): Promise<Response> {
  const grant = await requirePermission(c.var.actor, "audit.record");
  const body = await readBody(c);
  const { items, faults } = await parseBatch(c.req.header("content-type"), body);
  const result = await ingestEvents(grant, items);
  const rejected = [...faults, ...result.rejected].sort((a, b) => a.index - b.index);
  metrics.ingestedEvents.inc({ result: "accepted" }, result.accepted);
  metrics.ingestedEvents.inc({ result: "duplicate" }, result.duplicates);
  metrics.ingestedEvents.inc({ result: "rejected" }, rejected.length);
  if (result.accepted + result.duplicates > 0) {
    return c.json({ ...result, rejected }, rejected.length > 0 ? 207 : 200);
  }
  const first = rejected[0];
  const where = first?.path ? `${first.path} ` : "";
  const detail = `No event could be recorded. Event ${first?.index}: ${where}${first?.reason}.`;
  return problemResponse(c, "invalid_input", detail, { ...result, rejected });
}
