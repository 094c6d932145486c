import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { setUpTestDatabase } from "../../testing/database.ts";
import { Factory } from "../../testing/factories.ts";
import type { Build } from "../platform/build.ts";
import { keepBuildFiles, keepBuildFilesAlive } from "../platform/build-files.ts";
import { withFilesOfOtherBuilds } from "./build-files.ts";

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
const parent = mkdtempSync(join(tmpdir(), "gatehouse-build-files-"));

function makeBuild(id: string, files: Record<string, string>): Build {
  const folder = join(parent, id);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return { id, folder };
}

const old = makeBuild("old", { "chunks/a.js": "the old a", "chunks/gone.css": "p { color: red }" });
const own = makeBuild("own", { "chunks/a.js": "the new a", "chunks/added.js": "added" });
let server: Server;

beforeAll(async () => {
  const pages = await withFilesOfOtherBuilds(own, async ({ url }, response) => {
    response.writeHead(url?.includes("dpl=own") ? 200 : 404).end("Next's");
  });
  server = createServer((request, response) => void pages(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
beforeEach(async () => {
  await factory.query("DELETE FROM builds");
});
afterAll(() => {
  server.close();
  rmSync(parent, { recursive: true });
});

async function get(path: string, init: RequestInit = {}) {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/_next/static/${path}`, init);
  return { status: response.status, body: await response.text(), headers: response.headers };
}

const kept = async () =>
  (
    await factory.query<{ build_id: string; path: string }>(
      "SELECT build_id, path FROM build_files ORDER BY 1, 2",
    )
  ).map(({ build_id, path }) => `${build_id}/${path}`);

it("a server serves the files of other builds, each its own, and Next its own", async () => {
  await keepBuildFiles(old);
  for (const encoding of ["gzip, br", "identity"]) {
    const a = await get("chunks/a.js?dpl=old", { headers: { "Accept-Encoding": encoding } });
    expect([a.status, a.body]).toEqual([200, "the old a"]);
    expect(a.headers.get("content-type")).toBe("application/javascript; charset=utf-8");
    expect(a.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(a.headers.get("content-encoding")).toBe(encoding === "identity" ? null : "gzip");
  }
  // As a style sheet asks, without a build.
  expect((await get("chunks/gone.css")).body).toBe("p { color: red }");
  const head = await get("chunks/gone.css", { method: "HEAD" });
  expect([head.status, head.body]).toEqual([200, ""]);
  expect((await get("chunks/a.js?dpl=own")).body).toBe("Next's");
  for (const path of [
    "chunks/never.js?dpl=old",
    "chunks/a.js?dpl=older",
    "%?dpl=old",
    "../old/a",
  ]) {
    expect([path, (await get(path)).status]).toEqual([path, 404]);
  }
});

it("what no build has is no page, which would send people to the log-in page", async () => {
  for (const path of ["chunks/never.js", "chunks/never.js?dpl=own", "../data/x.json", "..%2fx"]) {
    const { status, body } = await get(path);
    expect([path, status, body]).toEqual([path, 404, "There is no such file."]);
  }
});

it("servers of one build that start together keep it once", async () => {
  await Promise.all([keepBuildFiles(old), keepBuildFiles(own), keepBuildFiles(old)]);
  await keepBuildFiles(own);
  expect(await kept()).toEqual([
    "old/chunks/a.js",
    "old/chunks/gone.css",
    "own/chunks/a.js",
    "own/chunks/added.js",
  ]);
});

it("builds that nobody serves are forgotten after a week", async () => {
  await Promise.all([keepBuildFiles(old), keepBuildFiles(own)]);
  const age = (days: number) =>
    factory.query("UPDATE builds SET served_at = now() - make_interval(days => $1)", [days]);
  await age(6);
  await keepBuildFilesAlive(own.id);
  expect(await kept()).toHaveLength(4);
  await age(8);
  await keepBuildFilesAlive(own.id);
  expect(await kept()).toEqual(["own/chunks/a.js", "own/chunks/added.js"]);
  // Also one that has not said so in time lives as long as its server.
  await keepBuildFilesAlive(old.id);
  expect(await kept()).toHaveLength(2);
});

it("a server that starts before the migrations keeps its build as soon as they are made", async () => {
  await factory.query("ALTER TABLE builds RENAME TO builds_to_be");
  await keepBuildFiles(old);
  await factory.query("ALTER TABLE builds_to_be RENAME TO builds");
  await vi.waitUntil(async () => (await kept()).length === 2, { timeout: 20_000 });
});
