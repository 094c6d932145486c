import { sessionCookie } from "#lib/access/session-cookie";
import type { Factory } from "#lib/testing/factories";
import { build, isBuilt } from "#scripts/launch/build";
import { type Bench, type Figure, figure, percentile } from "./benchmark.ts";
import { type BenchServices, startPortal, startServices } from "./workbench.ts";

const VIEWERS = 20;
const WARM_UP_MS = 5_000;
const MEASURING_MS = 8_000;

type Page = {
  path: string;
  /** A text that only the whole page holds, and no other page. */
  holds: string;
};

const overviewPage: Page = { path: "/overview", holds: "Failed log-ins" };

/** How long the overview page takes while many look at it at once. */
export async function overview(bench: Bench): Promise<Figure[]> {
  bench.note("starting PostgreSQL and Redis");
  return [await measureOverview(bench, await startServices(bench))];
}

/** `overview` on services that run already. Builds the pages if their sources have changed. */
export async function measureOverview(bench: Bench, services: BenchServices): Promise<Figure> {
  if (!isBuilt()) {
    bench.note("building the pages");
    await build(bench.signal);
  }
  bench.note("starting the server");
  const url = await startPortal(bench, services);
  const latenciesMs = await viewPage(bench, services.factory, url, overviewPage);
  return figure("page.overview.p95Ms", "ms", percentile(latenciesMs, 0.95));
}

/**
 * Tenant admins who all load a page again as soon as they have it: harder than people would.
 * @returns how long each time took, to the last byte.
 */
async function viewPage(
  bench: Bench,
  factory: Factory,
  url: string,
  page: Page,
): Promise<number[]> {
  const tenantId = await factory.createTenant();
  const cookies = await Promise.all(
    Array.from({ length: VIEWERS }, async () => {
      const user = await factory.createUser(tenantId);
      const { token } = await factory.createSession(tenantId, user.id);
      return `${sessionCookie().name}=${token}`;
    }),
  );
  const everybody = async (forMs: number) => {
    const until = performance.now() + forMs;
    const all = await Promise.all(cookies.map((cookie) => view(bench, url, page, cookie, until)));
    return all.flat();
  };
  await everybody(WARM_UP_MS);
  const latenciesMs = await everybody(MEASURING_MS);
  bench.note(`${latenciesMs.length} pages to ${VIEWERS} viewers in ${MEASURING_MS / 1000} s`);
  return latenciesMs;
}

async function view(
  { signal }: Bench,
  url: string,
  { path, holds }: Page,
  cookie: string,
  until: number,
): Promise<number[]> {
  const latenciesMs: number[] = [];
  while (performance.now() < until) {
    const started = performance.now();
    const init = { headers: { cookie }, redirect: "manual", signal } as const;
    const response = await fetch(url + path, init);
    const body = await response.text();
    latenciesMs.push(performance.now() - started);
    if (response.status !== 200 || !body.includes(holds)) {
      throw new Error(`${path}: ${response.status}, and not the page expected`);
    }
  }
  return latenciesMs;
}
