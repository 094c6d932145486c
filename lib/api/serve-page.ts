import type { IncomingMessage, ServerResponse } from "node:http";
import { html } from "hono/html";
import { BUSY_RETRY_SECONDS, Busy } from "../core/errors.ts";
import { pageGate, throughGate } from "../platform/admission.ts";
import type { Party } from "../platform/fair-gate.ts";
import { awaitBody } from "./page-body.ts";
import { refuse } from "./refusals.ts";

/** Next's own files, which cost next to nothing. */
const files = /^\/_next\/static\//;

type Pages = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Answers with `serve` when it is the party's turn, or with 503 and when to come back. */
export async function servePage(
  party: Party,
  request: IncomingMessage,
  response: ServerResponse,
  serve: Pages,
): Promise<void> {
  if (files.test(request.url ?? "")) return serve(request, response);
  try {
    const arrived = await awaitBody(request, party);
    if ("refusal" in arrived) return refuse(response, arrived.refusal);
    await throughGate(pageGate(), party, "page", async () => {
      // Whoever has gone meanwhile wants nothing any more.
      if (!response.destroyed) await serve(arrived.request, response);
    });
  } catch (error) {
    if (!(error instanceof Busy)) throw error;
    sayBusy(request, response, error.message);
  }
}

/** A page for people; plain text for Next's own requests, of which an action shows it as the reason. */
function sayBusy(request: IncomingMessage, response: ServerResponse, message: string): void {
  response.setHeader("Retry-After", String(BUSY_RETRY_SECONDS));
  response.setHeader("Cache-Control", "no-store");
  // What is left of the request is not read.
  if (request.method !== "GET") response.setHeader("Connection", "close");
  if (request.method !== "GET" || !request.headers.accept?.includes("text/html")) {
    // Next takes the text for the reason only when the type has no parameter.
    response.writeHead(503, { "Content-Type": "text/plain" }).end(message);
    return;
  }
  response.setHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
  response
    .writeHead(503, { "Content-Type": "text/html; charset=utf-8" })
    .end(String(busy(message)));
}

const busy = (message: string) => html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Busy · Gatehouse</title>
  <style>
    body { font-family: system-ui, sans-serif; display: grid; place-items: center; min-height: 100vh; margin: 0; }
    main { max-width: 28rem; padding: 1rem; text-align: center; }
    h1 { font-size: 1rem; }
  </style>
</head>
<body>
  <main role="alert">
    <h1>The server is busy</h1>
    <p>${message}</p>
    <p><a href="">Try again</a></p>
  </main>
</body>
</html>`;
