import { OpenAPIHono } from "@hono/zod-openapi";
import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";
import type { Actor } from "../authz/guard/actor.ts";
import { GatehouseError } from "../core/errors.ts";
import "../core/plain-messages.ts";
import { meterRequest } from "../platform/meter.ts";
import { headerOf, requestContext } from "../platform/request-context.ts";
import { createDecisionApi, DECISIONS, onDecisionError, wellKnownRoute } from "./access/authzen.ts";
import { grantRoutes } from "./access/grants.ts";
import { resourceRoutes } from "./access/resources.ts";
import { subjectTypeRoutes } from "./access/subject-types.ts";
import { auditEventRoutes } from "./audit/audit-events.ts";
import { kpiRoutes } from "./business/kpis.ts";
import { docsPage } from "./docs/docs-page.ts";
import { healthRoutes } from "./health.ts";
import type { ApiEnv } from "./http/environment.ts";
import { cacheControl, keepNothing, revalidateReads } from "./http/http-cache.ts";
import { onError, problemResponse } from "./http/problem.ts";
import { meRoutes } from "./identity/me.ts";
import { buildsRoute, realtimeHintRoute } from "./realtime/hint.ts";
import { hasOddText, ODD_ADDRESS } from "./refusals.ts";
import { alertRoutes } from "./security/alerts.ts";
import { securityTextRoute } from "./security-text.ts";

const V1 = "/api/v1";

const information = {
  openapi: "3.1.0" as const,
  info: {
    title: "Gatehouse API",
    version: "1",
    description:
      "For programs: send audit events, search them. Errors are problem details (RFC 9457). Whether somebody may do something is asked elsewhere: see `/access/v1/openapi.json`.",
    license: { name: "Apache-2.0", identifier: "Apache-2.0" },
  },
  servers: [{ url: V1 }],
  tags: [
    { name: "Audit log", description: "Record what happened elsewhere, and read what happened." },
    { name: "Alerts", description: "What detection found, and what people did about it." },
    { name: "Figures", description: "KPIs, and the rows that they come from." },
    { name: "Access", description: "What a credential may do." },
  ],
};

/** `/api/v1`, the decision API, health checks and metrics: everything that `server.ts` answers before Next. */
export function createApi(): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  app.use(async (c, next) => {
    c.set("request", requestContext(headerOf(c.env.incoming.headers)));
    if (hasOddText(c.env.incoming.url ?? ""))
      throw new GatehouseError("invalid_input", ODD_ADDRESS);
    await next();
  });
  app.use(keepNothing);
  app.onError((error, c) => {
    const isDecision = c.req.path.startsWith(`${DECISIONS}/`);
    return isDecision ? onDecisionError(error, c) : onError(error, c);
  });
  app.notFound((c) =>
    problemResponse(c, "not_found", `There is no ${c.req.method} ${c.req.path}.`),
  );
  healthRoutes(app);
  wellKnownRoute(app);
  securityTextRoute(app);
  realtimeHintRoute(app);
  buildsRoute(app);
  app.route(V1, createV1());
  app.use(`${DECISIONS}/*`, meterCalls(""));
  app.route(DECISIONS, createDecisionApi());
  return app;
}

/**
 * Counts the calls of a tenant's programs, by their path without `prefix`. Those of our own pages are
 * none: an open panel would count its own reading of the count.
 */
const meterCalls = (prefix: string) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const started = performance.now();
    await next();
    const actor: Actor | undefined = c.var.actor;
    if (actor?.kind !== "api_key") return;
    meterRequest({
      tenantId: actor.tenantId,
      route: `${c.req.method} ${routePath(c, -1).slice(prefix.length)}`,
      status: c.res.status,
      durationMs: performance.now() - started,
    });
  });

function createV1(): OpenAPIHono<ApiEnv> {
  const api = new OpenAPIHono<ApiEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      const errors: Record<string, string[]> = {};
      for (const issue of result.error.issues) {
        const path = issue.path.join(".") || "request";
        errors[path] = [...(errors[path] ?? []), issue.message];
      }
      const [path, messages] = Object.entries(errors)[0] ?? [];
      throw new GatehouseError("invalid_input", `${path}: ${messages?.[0]}`, errors);
    },
  });
  api.use(meterCalls(V1));
  api.use(revalidateReads);
  auditEventRoutes(api);
  alertRoutes(api);
  kpiRoutes(api);
  meRoutes(api);
  resourceRoutes(api);
  subjectTypeRoutes(api);
  grantRoutes(api);
  const { openAPIRegistry } = api;
  openAPIRegistry.registerComponent("securitySchemes", "apiKey", {
    type: "http",
    scheme: "bearer",
    description:
      "For programs. Send it as `Authorization: Bearer ghk_…`. A key belongs to one tenant and does only what its scopes name; make one under Identity, API keys.",
  });
  openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: "gatehouse.session",
    description:
      "For pages of Gatehouse itself: the browser sends it. Behind https:// its name begins with `__Host-`. A request that writes must come from Gatehouse's own address.",
  });
  const document = api.getOpenAPI31Document(information);
  api.get("/openapi.json", (c) => {
    c.header("Cache-Control", cacheControl.short);
    return c.json(document);
  });
  api.get("/docs", (c) => docsPage(c, document));
  return api;
}
