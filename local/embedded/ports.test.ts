import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { freePort, isPortFree, rememberedPort } from "./ports.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-ports-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Holds a port on every address of the machine, as most servers do. */
async function hold(port: number): Promise<{ release(): void }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, resolve));
  return { release: () => server.close() };
}

it("tells a free port from one that another program holds", async () => {
  const port = await freePort();
  expect(await isPortFree(port)).toBe(true);
  const holder = await hold(port);
  expect(await isPortFree(port)).toBe(false);
  holder.release();
});

it("remembers a port, and takes another while that one is held", async () => {
  const path = join(folder, "port");
  const port = await rememberedPort(path);
  expect(await rememberedPort(path)).toBe(port);
  const holder = await hold(port);
  const other = await rememberedPort(path);
  expect(other).not.toBe(port);
  expect(Number(readFileSync(path, "utf8"))).toBe(other);
  holder.release();
});
