import type { IncomingMessage, ServerResponse } from "node:http";
import { accessLog } from "./log.ts";
import { metrics } from "./metrics.ts";

const quietPaths = /^\/(healthz|readyz|metrics|_next\/)/;

/** Logs and measures a request when its answer is done. Query strings stay out: they hold filters. */
export function observeRequest(
  request: IncomingMessage,
  response: ServerResponse,
  surface: "api" | "pages",
  requestId: string,
): void {
  const startedAt = performance.now();
  response.once("close", () => {
    const durationMs = performance.now() - startedAt;
    const method = request.method ?? "GET";
    const status = response.writableFinished ? response.statusCode : 499;
    const path = request.url?.split("?")[0] ?? "/";
    const labels = { surface, method, status: `${Math.floor(status / 100)}xx` };
    metrics.httpSeconds.observe(labels, durationMs / 1000);
    const level = quietPaths.test(path) ? "debug" : "info";
    accessLog[level](
      { requestId, method, path, status, durationMs: Math.round(durationMs) },
      "request",
    );
  });
}
