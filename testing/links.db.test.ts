import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApi } from "../lib/api/app.ts";
import { inProject } from "../local/project.ts";
import { startApi } from "./api-server.ts";
import { setUpTestDatabase } from "./database.ts";

setUpTestDatabase();
let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const markdown = (folder: string) =>
  readdirSync(inProject(folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));
/** Acceptance lists speak of what was so once. */
const texts = [...markdown("."), ...markdown("docs"), ...markdown("docs/decisions")];

/** Everything that `pattern` catches in a text, once. */
function found(path: string, pattern: RegExp): string[] {
  const text = readFileSync(inProject(path), "utf8");
  return [...new Set([...text.matchAll(pattern)].map(([, caught = ""]) => caught))];
}

describe.each(texts)("%s", (path) => {
  it("links to files that are there", () => {
    const targets = found(path, /\]\(([^)#\s]+)(?:#[^)]*)?\)/g).filter(
      (target) => !/^[a-z]+:/.test(target),
    );
    const missing = targets.filter(
      (target) => !existsSync(resolve(inProject(dirname(path)), target)),
    );
    expect(missing).toEqual([]);
  });

  it("names addresses of the API that are served", async () => {
    const named = found(
      path,
      /(?:`|127\.0\.0\.1:\d+)(?:(?:GET|PUT|POST|PATCH|DELETE) )?(\/(?:api\/v1|access\/v1|healthz|readyz|metrics|\.well-known)[^\s`"]*)/g,
    ).filter((address) => !/^\/(api|access)\/v1\/?$/.test(address));
    const { routes } = createApi();
    const served = routes
      .filter(({ method }) => method !== "ALL")
      .map((route) => ({
        ...route,
        is: new RegExp(`^${route.path.replaceAll(/:\w+/g, "[^/]+")}$`),
      }));
    const matching = (address: string) => {
      const [plain = ""] = address.split("?");
      return served.filter(({ is }) => is.test(plain));
    };
    expect(named.filter((address) => matching(address).length === 0)).toEqual([]);
    for (const address of named) {
      const isPlain = matching(address).some((route) => route.method === "GET");
      if (!isPlain || /[{…]/.test(address) || address.includes("security.txt")) continue;
      const { status } = await fetch(api.url + address);
      expect([address, status === 404]).toEqual([address, false]);
    }
  });
});

describe.each(["/api/v1/docs", "/access/v1/docs"])("the reference at %s", (page) => {
  it("is there, and every link of it leads somewhere", async () => {
    const response = await fetch(api.url + page);
    expect([response.status, response.headers.get("content-type")]).toEqual([
      200,
      expect.stringContaining("text/html"),
    ]);
    const html = await response.text();
    const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, href = ""]) => href);
    expect(links.length).toBeGreaterThan(5);
    for (const href of links) {
      if (href.startsWith("#")) {
        const isThere = html.includes(`id="${href.slice(1)}"`);
        expect([href, isThere]).toEqual([href, true]);
      } else {
        const { status } = await fetch(new URL(href, api.url + page));
        expect([href, status]).toEqual([href, 200]);
      }
    }
  });
});
