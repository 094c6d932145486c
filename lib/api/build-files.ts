import type { IncomingMessage, ServerResponse } from "node:http";
import { extname } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { Build } from "../platform/build.ts";
import { listBuildFiles, readBuildFile } from "../platform/build-files.ts";
import { log } from "../platform/log.ts";

const gunzipAsync = promisify(gunzip);

/** Under which address Next serves the files of a build; a page asks with its build's name. */
const PREFIX = "/_next/static/";
/** What else Next has there: nothing that a page of ours asks for. */
const NO_PAGE = /^\/_next\/(?!static\/|image(?:\?|$))/;
const BUILD_PARAMETER = "dpl";

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "application/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
};

type Pages = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Next serves the files of its own build only: this serves those of the others as well, since any
 * server may be asked for what a page of another version loads.
 */
export async function withFilesOfOtherBuilds(own: Build, pages: Pages): Promise<Pages> {
  const ownPaths = new Set(await listBuildFiles(own));
  return async (request, response) => {
    if (NO_PAGE.test(request.url ?? "")) return sayMissing(response);
    const asked = fileAskedFor(request);
    const isOwn = !asked || ((asked.buildId ?? own.id) === own.id && ownPaths.has(asked.path));
    if (isOwn) return pages(request, response);
    try {
      const content = await readBuildFile(asked.buildId, asked.path);
      if (content) await send(request, response, asked.path, content);
      else sayMissing(response);
    } catch (error) {
      log.warn({ err: error }, "a file of another build could not be read");
      if (!response.headersSent) response.writeHead(503, { "Retry-After": "1" });
      response.end();
    }
  };
}

/** The same for everybody: to Next it would be a page, before which people log in. */
function sayMissing(response: ServerResponse): void {
  const headers = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" };
  response.writeHead(404, headers).end("There is no such file.");
}

type Asked = { readonly path: string; readonly buildId: string | null };

function fileAskedFor({ method, url = "" }: IncomingMessage): Asked | null {
  if ((method !== "GET" && method !== "HEAD") || !url.startsWith(PREFIX)) return null;
  const [path = "", query] = url.slice(PREFIX.length).split("?");
  const buildId = new URLSearchParams(query).get(BUILD_PARAMETER);
  return { path: decoded(path), buildId };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A % that is no escape: no file of ours has one.
    return path;
  }
}

async function send(
  { method, headers }: IncomingMessage,
  response: ServerResponse,
  path: string,
  content: Buffer,
): Promise<void> {
  const takesGzip = /\bgzip\b/.test(String(headers["accept-encoding"] ?? ""));
  const body = takesGzip ? content : await gunzipAsync(content);
  response.writeHead(200, {
    "Content-Type": types[extname(path)] ?? "application/octet-stream",
    "Content-Length": body.length,
    "Cache-Control": "public, max-age=31536000, immutable",
    Vary: "Accept-Encoding",
    ...(takesGzip && { "Content-Encoding": "gzip" }),
  });
  response.end(method === "HEAD" ? undefined : body);
}
