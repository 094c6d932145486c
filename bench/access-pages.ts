import { ACCESS_TAG } from "#lib/authz/change/announce";
import { encodeCursor } from "#lib/core/cursor";
import { Random } from "#lib/core/random";
import { sessionCookie } from "#lib/identity/credentials/session-cookie";
import { invalidateTags } from "#lib/platform/cache";
import { build, isBuilt } from "#local/launch/build";
import { storeTenant, type TenantSizes } from "./access-tenant.ts";
import { type Bench, type Figure, figure, median, percentile } from "./benchmark.ts";
import { type BenchServices, startPortal } from "./workbench.ts";

const LARGE: TenantSizes = { people: 50_000, roles: 500 };
const SMALL: TenantSizes = { people: 10, roles: 1 };
/** People who look at once, none of them ever pausing. */
const AT_ONCE = 8;
const WARM_UP = 2;
const ONE_BY_ONE = 32;
const AFTER_CHANGES = 10;
/** In the address of everybody who was generated. */
const PERSON = ".example";

type Page = {
  name: string;
  path: string;
  /** A text that only the whole page holds. */
  holds: string;
};
/** A tenant, its pages, and the session cookies of its administrators. */
type Place = { tenantId: string; pages: readonly Page[]; cookies: readonly string[]; url: string };
type Times = { alone: number[]; changed: number[]; atOnce: number[] };

/**
 * How long the server takes for the pages of people and roles in a large tenant, to the last byte,
 * beside the same pages of one that has hardly anybody. The slowest of the pages counts.
 */
export async function measurePages(bench: Bench, services: BenchServices): Promise<Figure[]> {
  if (!isBuilt()) {
    bench.note("building the pages");
    await build(bench.signal);
  }
  bench.note("filling a tenant with 50,000 people and 500 roles");
  const random = new Random("pages");
  const url = await startPortal(bench, services);
  const large = await preparePlace(services, random.fork("large"), url, LARGE);
  const small = await preparePlace(services, random.fork("small"), url, SMALL);
  const of = { large: new Map<string, Times>(), small: new Map<string, Times>() };
  for (const [index, page] of large.pages.entries()) {
    of.large.set(page.name, await measurePage(bench, large, page));
    of.small.set(page.name, await measurePage(bench, small, small.pages[index] ?? page));
  }
  for (const [name, times] of of.large) bench.note(`${name}: ${told(times)}`);
  const slowest = (places: Map<string, Times>, which: keyof Times) =>
    Math.max(...[...places.values()].map((times) => percentile(times[which], 0.95)));
  const both = (name: string, which: keyof Times) =>
    figure(name, "ms", slowest(of.large, which), slowest(of.small, which));
  return [
    both("access.users.p95Ms", "alone"),
    both("access.users.afterChangeP95Ms", "changed"),
    both("access.users.atOnceP95Ms", "atOnce"),
  ];
}

function told({ alone, changed, atOnce }: Times): string {
  const parts = Object.entries({
    "one by one": alone,
    "after a change": changed,
    "8 at once": atOnce,
  });
  return parts
    .map(
      ([how, ms]) => `${how} ${median(ms).toFixed(0)}, p95 ${percentile(ms, 0.95).toFixed(0)} ms`,
    )
    .join("; ");
}

async function preparePlace(
  { factory }: BenchServices,
  random: Random,
  url: string,
  sizes: TenantSizes,
): Promise<Place> {
  const { tenantId, roleIds } = await storeTenant(factory, random, sizes);
  const cookies = await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      const user = await factory.createUser(tenantId);
      const { token } = await factory.createSession(tenantId, user.id);
      return `${sessionCookie().name}=${token}`;
    }),
  );
  const [deep] = await factory.query<{ at: Date; id: string }>(
    `SELECT created_at AS at, id FROM users WHERE tenant_id = $1
     ORDER BY created_at DESC, id DESC OFFSET $2 LIMIT 1`,
    [tenantId, Math.floor(sizes.people * 0.6)],
  );
  if (!deep) throw new Error("the tenant has nobody");
  const cursor = encodeCursor({ direction: "next", ...deep });
  const role = roleIds.at(-1) ?? "";
  const pages: Page[] = [
    { name: "people", path: "/users", holds: PERSON },
    { name: "people by words", path: "/users?text=person4", holds: PERSON },
    { name: "people by words in vain", path: "/users?text=nobodyhere", holds: "Nothing matches" },
    { name: "people of a role", path: `/users?role=${role}`, holds: PERSON },
    { name: "people far down", path: `/users?cursor=${cursor}`, holds: PERSON },
    { name: "roles", path: "/roles", holds: "Whoever works for" },
    { name: "role editor", path: `/roles/${role}`, holds: "Delete this role" },
  ];
  return { tenantId, pages, cookies, url };
}

async function measurePage({ signal }: Bench, place: Place, page: Page): Promise<Times> {
  const load = async (viewer: number) => {
    signal.throwIfAborted();
    return await loadPage(place, page, viewer);
  };
  for (let count = 0; count < WARM_UP; count++) await load(0);
  const alone: number[] = [];
  for (let count = 0; count < ONE_BY_ONE; count++) alone.push(await load(0));
  const changed: number[] = [];
  for (let count = 0; count < AFTER_CHANGES; count++) {
    await invalidateTags(place.tenantId, [ACCESS_TAG]);
    changed.push(await load(0));
  }
  const each = Array.from({ length: AT_ONCE }, async (_, viewer) => {
    const tookMs: number[] = [];
    for (let count = 0; count < ONE_BY_ONE / AT_ONCE; count++) tookMs.push(await load(viewer));
    return tookMs;
  });
  const atOnce = (await Promise.all(each)).flat();
  return { alone, changed, atOnce };
}

/** @returns how long it took, in milliseconds. */
async function loadPage({ url, cookies }: Place, page: Page, viewer: number): Promise<number> {
  const started = performance.now();
  const headers = { cookie: cookies[viewer] ?? "" };
  const response = await fetch(url + page.path, { headers, redirect: "manual" });
  const body = await response.text();
  const tookMs = performance.now() - started;
  if (response.status === 200 && body.includes(page.holds)) return tookMs;
  throw new Error(`${page.name}: ${response.status}, and not the page expected`);
}
