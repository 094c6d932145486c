import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { followSources } from "./sources.ts";

const folder = mkdtempSync(join(tmpdir(), "gatehouse-sources-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("follows changes at any depth, takes those of one moment together, and ends when told to", async () => {
  mkdirSync(join(folder, "deep", "down"), { recursive: true });
  const file = join(folder, "server.ts");
  writeFileSync(file, "");
  const stop = new AbortController();
  const restarts: string[] = [];
  const work = Promise.withResolvers<void>();
  const followed = followSources([join(folder, "deep"), file], stop.signal, async () => {
    restarts.push("began");
    if (restarts.length === 1) await work.promise;
    restarts.push("ended");
  });
  for (const name of ["a.ts", "b.ts"]) writeFileSync(join(folder, "deep", "down", name), "");
  await vi.waitFor(() => expect(restarts).toEqual(["began"]));
  // What changes during a restart is in the next one.
  writeFileSync(file, "changed");
  work.resolve();
  await vi.waitFor(() => expect(restarts).toEqual(["began", "ended", "began", "ended"]));
  stop.abort();
  await followed;
});
