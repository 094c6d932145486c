import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import { requirePermission } from "../../authz/guard/grant.ts";
import { auditPaging, auditRow } from "../../events/schema.ts";
import type { Topic } from "../../platform/announce.ts";
import { cached } from "../../platform/cache.ts";
import { getAlert, searchAlerts } from "../../security/alerts/queries.ts";
import { alertFilters, alertStates, verdicts } from "../../security/alerts/schema.ts";
import { severities } from "../../security/rules/schema.ts";
import { authenticate } from "../http/authenticate.ts";
import type { ApiEnv } from "../http/environment.ts";
import { problemAnswers, secured } from "../http/openapi.ts";
import { permit } from "../http/permit.ts";
import { exampleAlert, exampleAlertPage } from "./alert-examples.ts";

const tags = ["Alerts"];

const alertRow = z.object({
  id: z.uuid(),
  ruleId: z.string(),
  title: z.string(),
  severity: z.enum(severities),
  state: z.enum(alertStates),
  verdict: z.enum(verdicts).nullable(),
  groupBy: z.string().describe("What the rule counts by, such as `account`."),
  groupValue: z.string(),
  eventCount: z.int(),
  firstEventAt: z.iso.datetime(),
  lastEventAt: z.iso.datetime(),
  createdAt: z.iso.datetime(),
});

const alertDetail = alertRow.extend({
  ruleName: z.string(),
  ruleSentence: z.string(),
  events: z.array(auditRow).describe("What triggered it, latest first."),
  changes: z
    .array(
      z.object({
        id: z.uuid(),
        change: z.enum(["raised", "acknowledged", "resolved", "reopened"]),
        verdict: z.enum(verdicts).nullable(),
        comment: z.string().nullable(),
        actorType: z.string(),
        actorName: z.string(),
        changedAt: z.iso.datetime(),
      }),
    )
    .describe("Who did what, oldest first."),
});

const alertPage = z.object({
  rows: z.array(alertRow),
  nextCursor: z.string().nullable(),
  previousCursor: z.string().nullable(),
});

const searchRoute = createRoute({
  method: "get",
  path: "/alerts",
  tags,
  summary: "List alerts",
  description: "Newest first, a page at a time. Needs `alert.read`.",
  security: secured,
  middleware: [authenticate, permit("alert.read")] as const,
  request: { query: alertFilters.extend(auditPaging.shape) },
  responses: {
    200: {
      description: "A page of alerts.",
      content: { "application/json": { schema: alertPage, example: exampleAlertPage } },
    },
    ...problemAnswers(401, 403, 422),
  },
});

const getRoute = createRoute({
  method: "get",
  path: "/alerts/{id}",
  tags,
  summary: "Read one alert whole",
  description: "With the events that triggered it and its history. Needs `alert.read`.",
  security: secured,
  middleware: [authenticate, permit("alert.read")] as const,
  request: { params: z.object({ id: z.uuid().describe("The id of an alert.") }) },
  responses: {
    200: {
      description: "The alert.",
      content: { "application/json": { schema: alertDetail, example: exampleAlert } },
    },
    ...problemAnswers(401, 403, 404, 422),
  },
});

/** Adds the routes of alerts. */
export function alertRoutes(api: OpenAPIHono<ApiEnv>): void {
  api.openapi(searchRoute, async (c) => {
    const grant = await requirePermission(c.var.actor, "alert.read");
    const { cursor, limit, ...filters } = c.req.valid("query");
    // Programs ask again and again: only a change of an alert makes another answer.
    const key = {
      tenantId: grant.tenantId,
      id: `alerts ${JSON.stringify([filters.state, filters.severity, cursor, limit])}`,
      tags: ["alerts" satisfies Topic],
    };
    const page = await cached("api", key, () => searchAlerts(grant, filters, { cursor, limit }));
    return c.json(page, 200);
  });
  api.openapi(getRoute, async (c) => {
    const grant = await requirePermission(c.var.actor, "alert.read");
    return c.json(await getAlert(grant, c.req.valid("param").id), 200);
  });
}
