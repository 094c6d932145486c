import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inProject } from "../local/project.ts";
import { expect, test } from "./fixtures.ts";

const folder = inProject("public");
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(folder.length));

test("the files of public/ are for anybody", async ({ request }) => {
  expect(files.length).toBeGreaterThan(5);
  for (const path of files) {
    const response = await request.get(path, { maxRedirects: 0 });
    expect([path, response.status()]).toEqual([path, 200]);
    expect(await response.body()).toEqual(readFileSync(join(folder, path)));
  }
});

test("a page names its icons and its manifest, whose icons are there", async ({
  page,
  request,
}) => {
  await page.goto("/login");
  const links = page.locator("link[rel=icon], link[rel=apple-touch-icon], link[rel=manifest]");
  await expect(links).toHaveCount(4);
  for (const link of await links.all()) {
    const path = (await link.getAttribute("href")) ?? "";
    expect([path, (await request.get(path, { maxRedirects: 0 })).status()]).toEqual([path, 200]);
  }
  const manifest = await (await request.get("/manifest.webmanifest")).json();
  for (const { src, sizes } of manifest.icons as { src: string; sizes: string }[]) {
    expect(files).toContain(src);
    if (sizes !== "any") expect(src).toContain(sizes.split("x")[0]);
  }
});

test("security.txt says whom to tell, and does not lie about how long", async ({ request }) => {
  const response = await request.get("/.well-known/security.txt", { maxRedirects: 0 });
  // RFC 9116 wants text in UTF-8.
  expect(response.headers()["content-type"]).toMatch(/^text\/plain; ?charset=utf-8$/i);
  const text = await response.text();
  expect(text).toMatch(/^Contact: mailto:security@example\.com$/m);
  const expires = Date.parse(/^Expires: (\S+)$/m.exec(text)?.[1] ?? "");
  expect(expires).toBeGreaterThan(Date.now() + 80 * 24 * 3600 * 1000);
  expect(expires).toBeLessThan(Date.now() + 365 * 24 * 3600 * 1000);
});
