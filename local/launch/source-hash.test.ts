import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { hashSources } from "./source-hash.ts";

it("hashes names and contents of sources, and leaves out tests and what is not there", () => {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-build-"));
  const hash = () => hashSources(folder, ["app", "proxy.ts"]);
  mkdirSync(join(folder, "app"));
  writeFileSync(join(folder, "app", "page.tsx"), "one");
  const first = hash();
  writeFileSync(join(folder, "app", "page.test.ts"), "a test");
  expect(hash()).toBe(first);
  writeFileSync(join(folder, "app", "page.tsx"), "two");
  const second = hash();
  renameSync(join(folder, "app", "page.tsx"), join(folder, "app", "layout.tsx"));
  const third = hash();
  writeFileSync(join(folder, "proxy.ts"), "");
  expect(new Set([first, second, third, hash()]).size).toBe(4);
  rmSync(folder, { recursive: true });
});
