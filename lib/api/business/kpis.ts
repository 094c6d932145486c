import { createHash } from "node:crypto";
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { Actor } from "../../authz/guard/actor.ts";
import { permittedAmong } from "../../authz/guard/grant.ts";
import { listKpis, loadKpis, loadReceipt } from "../../business/kpis/queries.ts";
import { kpiPermissions } from "../../business/kpis/registry.ts";
import { kpiDescription, kpiReceipt, kpiSnapshot } from "../../business/kpis/schema.ts";
import { RecentlyRead } from "../../platform/recently-read.ts";
import { singleton } from "../../platform/singleton.ts";
import { authenticate } from "../http/authenticate.ts";
import type { ApiEnv } from "../http/environment.ts";
import { type KeptAnswer, sendKept } from "../http/http-cache.ts";
import { problemAnswers, secured } from "../http/openapi.ts";
import { exampleKpi, exampleReceipt, exampleSnapshot } from "./kpi-examples.ts";

const tags = ["Figures"];

const listRoute = createRoute({
  method: "get",
  path: "/kpis",
  tags,
  summary: "List the KPIs",
  description: "What each one is, in words. Only those that the credential may read.",
  security: secured,
  middleware: [authenticate] as const,
  responses: {
    200: {
      description: "The KPIs.",
      content: {
        "application/json": {
          schema: z.object({ kpis: z.array(kpiDescription) }),
          example: { kpis: [exampleKpi] },
        },
      },
    },
    ...problemAnswers(401),
  },
});

const snapshotRoute = createRoute({
  method: "get",
  path: "/kpis/snapshot",
  tags,
  summary: "Read all KPIs",
  description:
    "Every KPI that the credential may read, at one time. At most a minute old; send the ETag back as `If-None-Match` and an unchanged snapshot costs nothing.",
  security: secured,
  middleware: [authenticate] as const,
  responses: {
    200: {
      description: "The readings.",
      content: { "application/json": { schema: kpiSnapshot, example: exampleSnapshot } },
    },
    304: { description: "Nothing has changed." },
    ...problemAnswers(401),
  },
});

const receiptRoute = createRoute({
  method: "get",
  path: "/kpis/{id}/receipt",
  tags,
  summary: "Read the rows behind a KPI",
  description: "The rows that the value comes from, read together with it.",
  security: secured,
  middleware: [authenticate] as const,
  request: { params: z.object({ id: z.string().max(64).describe("The id of a KPI.") }) },
  responses: {
    200: {
      description: "The receipt.",
      content: { "application/json": { schema: kpiReceipt, example: exampleReceipt } },
    },
    ...problemAnswers(401, 403, 404),
  },
});

/** Adds the routes of the KPIs. */
export function kpiRoutes(api: OpenAPIHono<ApiEnv>): void {
  api.openapi(listRoute, (c) => c.json({ kpis: listKpis(c.var.actor) }, 200));
  api.openapi(snapshotRoute, async (c) => sendKept(c, await kept(c.var.actor)) as never);
  api.openapi(receiptRoute, async (c) =>
    c.json(await loadReceipt(c.var.actor, c.req.valid("param").id), 200),
  );
}

const recent = () => singleton("recentSnapshots", () => new RecentlyRead<KeptAnswer>());

/** Programs poll this route: its answer is made once for all who may read the same. */
function kept(actor: Actor): Promise<KeptAnswer> {
  const held = permittedAmong(actor, kpiPermissions);
  return recent().get(`${actor.tenantId} ${[...held].join()}`, async () => {
    const body = Buffer.from(JSON.stringify(await loadKpis(actor)));
    return { body, etag: `"${createHash("sha256").update(body).digest("base64url")}"` };
  });
}
