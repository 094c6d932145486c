import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { env } from "../platform/env.ts";
import { observeRequest } from "../platform/observe-request.ts";
import { stampRequest } from "../platform/request-context.ts";
import { securityHeaders } from "../platform/security-headers.ts";
import { workFor } from "../platform/unit-of-work.ts";
import { createApi } from "./app.ts";
import { limitSockets, timeLimits } from "./limit-sockets.ts";
import { toOriginForm } from "./origin-form.ts";
import { partyOf } from "./party.ts";
import { isRealtime } from "./realtime/attach.ts";
import { pageRefusal, refusalOf, refuse } from "./refusals.ts";
import { servePage } from "./serve-page.ts";
import { isServerStopping } from "./stop-serving.ts";

/** Paths that Hono answers; Next never sees them. */
const apiPath =
  /^\/(api\/v1|access\/v1|\.well-known\/(?:authzen-configuration|security\.txt)|healthz|readyz|metrics|realtime)(\/|\?|$)/;
/** The decision API gives back the id that its caller gave the request, as its standard demands. */
const echoesId = /^\/access\/v1\//;
const echoable = /^[\x20-\x7e]{1,512}$/;

/**
 * The process's HTTP server: Hono for programs, `pages` (Next) for everything else. An upgrade that
 * neither `/realtime` nor `isUpgrade` (Next's own, in development) takes is no upgrade: the request is
 * answered as HTTP/1.1 (RFC 9110, 7.8).
 */
export function createHttpServer(
  pages: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  isUpgrade: (request: IncomingMessage) => boolean = () => false,
): Server {
  const { PUBLIC_URL, TRUSTED_PROXIES, TRUSTED_PROXY_HEADER } = env();
  // Load balancers ask in HTTP/1.0 how a server is, which needs no Host.
  const listener = { overrideGlobalObjects: false, hostname: "localhost" };
  const api = getRequestListener(createApi().fetch, listener);
  const headers = new Headers(securityHeaders(PUBLIC_URL));
  const options = {
    ...timeLimits,
    shouldUpgradeCallback: (request: IncomingMessage) => isRealtime(request) || isUpgrade(request),
  };
  const server = createServer(options, (request, response) => {
    toOriginForm(request);
    const claimed = claimedId(request);
    const requestId = stampRequest(request, TRUSTED_PROXIES, TRUSTED_PROXY_HEADER);
    response.setHeaders(headers);
    response.setHeader("X-Request-Id", claimed ?? requestId);
    if (isServerStopping()) response.setHeader("Connection", "close");
    const isApi = apiPath.test(request.url ?? "");
    observeRequest(request, response, isApi ? "api" : "pages", requestId);
    const refusal = refusalOf(request) ?? (isApi ? null : pageRefusal(request));
    if (refusal) return refuse(response, refusal);
    const party = partyOf(request);
    void workFor(party, () =>
      isApi ? api(request, response) : servePage(party, request, response, pages),
    );
  });
  if (TRUSTED_PROXIES === 0) limitSockets(server);
  return server;
}

/** Only echoed: what is logged and recorded is an id of ours, which nobody can forge. */
function claimedId(request: IncomingMessage): string | null {
  const claimed = request.headers["x-request-id"];
  const isEchoed = typeof claimed === "string" && echoable.test(claimed);
  return isEchoed && echoesId.test(request.url ?? "") ? claimed : null;
}
