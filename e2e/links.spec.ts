import { globSync, readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { navigation } from "../components/shell/navigation.ts";
import { runNode } from "../local/children.ts";
import { inProject } from "../local/project.ts";
import { Factory } from "../testing/factories.ts";
import { pageRoutes, routeOf } from "../testing/page-routes.ts";
import { type Served, serveBuild } from "./serve-build.ts";

// Whatever link a page shows somebody leads them to a page that they may see. The demo's own tenant, on a
// server of its own, fetched without a browser: what is looked at is what the server sends.

let served: Served;
let factory: Factory;

test.beforeAll(async () => {
  served = await serveBuild(inProject("test-results", "links-server.log"), async (ownerUrl) => {
    const env = { DATABASE_OWNER_URL: ownerUrl };
    const { code, output } = await runNode(["scripts/gatehouse.ts", "seed-demo"], {
      env,
      quiet: true,
    });
    if (code !== 0) throw new Error(`the demo was not loaded: ${output}`);
  });
  factory = new Factory(() => served.ownerUrl);
});
test.afterAll(() => served.stop());

const routes = pageRoutes();
/** As many addresses of one page, and of one choice of what it shows, are followed. */
const EXAMPLES = 3;
const AT_ONCE = 4;

/** What pages say instead of themselves: every `not-found.tsx`, and what has no file of its own. */
const refusals = [
  "There is nothing at this address",
  "You may not see this page",
  "Something went wrong",
  ...globSync("app/**/not-found.tsx", { cwd: inProject(".") }).flatMap((file) =>
    [...readFileSync(inProject(file), "utf8").matchAll(/title="([^"]+)"/g)].map(
      ([, title = ""]) => title,
    ),
  ),
];

type Wrong = { address: string; from: string; answer: string };

/** Follows links from the start page as one person, a few of each kind. */
class Walk {
  readonly wrong: Wrong[] = [];
  /** The addresses followed, by the page that they show. */
  readonly followed = new Map<string, string[]>();
  readonly #cookie: string;
  readonly #waiting: { address: string; from: string }[] = [];
  readonly #known = new Set<string>();
  readonly #examples = new Map<string, number>();

  constructor(token: string) {
    this.#cookie = `gatehouse.session=${token}`;
  }

  async from(start: string): Promise<void> {
    this.#note(start, "the beginning");
    while (this.#waiting.length > 0) {
      const some = this.#waiting.splice(0, AT_ONCE);
      await Promise.all(some.map(({ address, from }) => this.#follow(address, from)));
    }
  }

  #note(href: string, from: string): void {
    const url = new URL(href, served.url + from.replace("the beginning", "/"));
    if (url.origin !== served.url || url.pathname.startsWith("/_next/")) return;
    const address = url.pathname + url.search;
    if (this.#known.has(address)) return;
    this.#known.add(address);
    const page = routeOf(routes, url.pathname)?.path ?? url.pathname;
    const kind = [page, ...[...url.searchParams.keys()].sort()].join(" ");
    const count = this.#examples.get(kind) ?? 0;
    if (count >= EXAMPLES) return;
    this.#examples.set(kind, count + 1);
    this.followed.set(page, [...(this.followed.get(page) ?? []), address]);
    this.#waiting.push({ address, from });
  }

  async #follow(address: string, from: string): Promise<void> {
    const response = await fetch(served.url + address, {
      headers: { cookie: this.#cookie },
      redirect: "manual",
    });
    const body = await response.text();
    const target = response.headers.get("location");
    if (target) {
      if (new URL(target, served.url).pathname === "/login") {
        this.wrong.push({ address, from, answer: "log in" });
      } else this.#note(target, address);
      return;
    }
    const isPage = response.headers.get("content-type")?.startsWith("text/html") ?? false;
    const refusal = isPage ? refusalIn(body) : null;
    if (response.status !== 200 || refusal) {
      this.wrong.push({ address, from, answer: `${response.status} ${refusal ?? ""}`.trim() });
    }
    // The API's reference is not made of pages: testing/links.db.test.ts follows its links.
    if (!isPage || /^\/(api|access)\//.test(address)) return;
    for (const [, href = ""] of seenIn(body).matchAll(/<a\b[^>]*?\bhref="([^"]*)"/g)) {
      this.#note(href.replaceAll("&amp;", "&"), address);
    }
  }
}

/** What somebody sees; scripts carry what the page could say as well. */
const seenIn = (html: string) => html.replaceAll(/<script\b[\s\S]*?<\/script>/g, "");

function refusalIn(html: string): string | null {
  const headings = [...seenIn(html).matchAll(/<h1\b[^>]*>([\s\S]*?)<\/h1>/g)].map(
    ([, inner = ""]) => inner.replaceAll(/<[^>]+>/g, "").trim(),
  );
  return headings.find((heading) => refusals.includes(heading)) ?? null;
}

const findPerson = `
  SELECT u.id, u.name FROM users u JOIN tenants t ON t.id = u.tenant_id AND t.slug = 'northwind'
  LEFT JOIN role_assignments a ON a.tenant_id = u.tenant_id AND a.user_id = u.id
  WHERE u.status = 'active'
  GROUP BY u.id, u.name
  HAVING coalesce(array_agg(a.role) FILTER (WHERE a.role IS NOT NULL), '{}') <@ $1::text[]
    AND count(a.role) = cardinality($1::text[])
  ORDER BY u.name LIMIT 1`;

async function walkOf(roles: readonly string[]): Promise<Walk> {
  const [tenant] = await factory.query<{ id: string }>(
    "SELECT id FROM tenants WHERE slug = 'northwind'",
  );
  if (!tenant) throw new Error("the demo is not there");
  const [found] = await factory.query<{ id: string }>(findPerson, [roles]);
  // Not every role has somebody in the demo who has nothing else.
  const person = found ?? (await factory.createUser(tenant.id, { roles: [...roles] }));
  const { token } = await factory.createSession(tenant.id, person.id);
  const walk = new Walk(token);
  await walk.from("/");
  return walk;
}

for (const [name, roles] of [
  ["administrator", ["tenant_admin"]],
  ["security officer", ["security_officer"]],
  ["executive", ["executive"]],
  ["manager", ["manager"]],
  ["person without a role", []],
] as const) {
  test(`no link that the ${name} is shown leads to nothing`, async () => {
    const { wrong, followed } = await walkOf(roles);
    expect(wrong).toEqual([]);
    expect(followed.has("/account")).toBe(true);
    const count = [...followed.values()].flat().length;
    console.log(`${name}: ${count} addresses of ${followed.size} pages`);
    if (name !== "administrator") return;
    expect(navigation.filter(({ href }) => !followed.has(href))).toEqual([]);
    const unreached = routes.filter(
      ({ path, kind }) => kind === "page" && !followed.has(path) && !notLinked.has(path),
    );
    expect(unreached.map(({ path }) => path)).toEqual([]);
  });
}

/** Before log-in, and what only a link from outside opens. */
const notLinked = new Set(["/login", "/first-login"]);
