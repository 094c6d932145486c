import { setTimeout as sleep } from "node:timers/promises";
import { sessionCookie } from "#lib/identity/credentials/session-cookie";
import { build, isBuilt } from "#local/launch/build";
import type { Factory } from "#testing/factories";
import { type Bench, type Figure, figure, percentile } from "./benchmark.ts";
import { type BenchServices, startPortal, startServices } from "./workbench.ts";

const VIEWERS = 20;
const WARM_UP_MS = 5_000;
const MEASURING_MS = 8_000;
/** How long somebody looks at the page before loading it again, on average. */
const LOOKING_MS = 1_000;

type Page = {
  path: string;
  /** A text that only the whole page holds, and no other page. */
  holds: string;
};

const overviewPage: Page = { path: "/overview", holds: "Failed log-ins" };

/** How long the overview page takes while many look at it at once. */
export async function overview(bench: Bench): Promise<Figure[]> {
  bench.note("starting PostgreSQL and Redis");
  return measureOverview(bench, await startServices(bench));
}

/**
 * `overview` on services that run already: viewers who look at the page for a second before they
 * load it again, and viewers who never look. Builds the pages if their sources have changed.
 */
export async function measureOverview(bench: Bench, services: BenchServices): Promise<Figure[]> {
  if (!isBuilt()) {
    bench.note("building the pages");
    await build(bench.signal);
  }
  bench.note("starting the server");
  const url = await startPortal(bench, services);
  const view = await prepareViewers(bench, services.factory, url, overviewPage);
  await view(WARM_UP_MS, 0);
  const p95 = async (lookingMs: number) => percentile(await view(MEASURING_MS, lookingMs), 0.95);
  return [
    figure("page.overview.p95Ms", "ms", await p95(LOOKING_MS)),
    figure("page.overview.saturatedP95Ms", "ms", await p95(0)),
  ];
}

/** @returns how long each page took, to the last byte. */
type Views = (forMs: number, lookingMs: number) => Promise<number[]>;

/** Tenant admins, each with a session of their own. */
async function prepareViewers(
  bench: Bench,
  factory: Factory,
  url: string,
  page: Page,
): Promise<Views> {
  const tenantId = await factory.createTenant();
  const cookies = await Promise.all(
    Array.from({ length: VIEWERS }, async () => {
      const user = await factory.createUser(tenantId);
      const { token } = await factory.createSession(tenantId, user.id);
      return `${sessionCookie().name}=${token}`;
    }),
  );
  return async (forMs, lookingMs) => {
    const until = performance.now() + forMs;
    const all = await Promise.all(
      cookies.map((cookie) => view(bench, { url, page, cookie, until, lookingMs })),
    );
    const latenciesMs = all.flat();
    bench.note(`${latenciesMs.length} pages to ${VIEWERS} viewers in ${forMs / 1000} s`);
    return latenciesMs;
  };
}

type Viewer = { url: string; page: Page; cookie: string; until: number; lookingMs: number };

async function view({ signal }: Bench, viewer: Viewer): Promise<number[]> {
  const { url, cookie, until, lookingMs } = viewer;
  const { path, holds } = viewer.page;
  const latenciesMs: number[] = [];
  while (performance.now() < until) {
    // By chance, or all would come at once, every time.
    if (lookingMs > 0) await sleep(Math.random() * 2 * lookingMs, undefined, { signal });
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
