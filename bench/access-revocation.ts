import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { Random } from "#lib/core/random";
import { type Body, evaluator } from "./access-authzen.ts";
import { type Bench, type Figure, figure, median, percentile } from "./benchmark.ts";
import type { BenchServices } from "./workbench.ts";

/** Tenants whose changes are watched at the same time, each with a version of its own. */
const TENANTS = 10;
const TRIALS = 12;
/** Longer than anything is trusted, so that a change comes at any moment of that time. */
const PAUSE_MS = 1_000;
const PATIENCE_MS = 10_000;
const ROLE = "user";
const PERMISSION = "document.read";

/**
 * How long a role that was taken away is still believed: from the commit of the change, made in the
 * database behind the API's back, until the endpoint denies for the first time. It is asked all the
 * time, so that what it remembers is as new as in use.
 */
export async function measureRevocation(
  bench: Bench,
  services: BenchServices,
  url: string,
): Promise<Figure> {
  const random = new Random("revocation");
  const pool = new pg.Pool({ connectionString: services.database.ownerUrl, max: TENANTS });
  bench.cleanup.add("owner's connections", () => pool.end());
  const watched = await Promise.all(
    Array.from({ length: TENANTS }, (_, index) =>
      watchTenant(bench, services, { url, pool, random: random.fork(index) }),
    ),
  );
  const delays = watched.flat();
  bench.note(
    `${delays.length} roles taken away: denied after ${median(delays).toFixed(0)} ms (median), ` +
      `${Math.max(...delays).toFixed(0)} ms at most`,
  );
  return figure("access.revocation.p99Ms", "ms", percentile(delays, 0.99));
}

type Watch = { url: string; pool: pg.Pool; random: Random };

async function watchTenant(
  bench: Bench,
  { factory }: BenchServices,
  { url, pool, random }: Watch,
): Promise<number[]> {
  const tenantId = await factory.createTenant();
  const { id } = await factory.createUser(tenantId, { roles: [] });
  const { key } = await factory.createKey(tenantId, ["access.decide"]);
  const evaluate = evaluator(url, key);
  const question: Body = {
    subject: { type: "user", id },
    action: { name: PERMISSION },
    resource: { type: "document", id: "any" },
  };
  const parameters = [tenantId, id, ROLE];
  const delays: number[] = [];
  for (let trial = 0; trial < TRIALS; trial++) {
    bench.signal.throwIfAborted();
    await pool.query(
      "INSERT INTO role_assignments (tenant_id, user_id, role) VALUES ($1, $2, $3)",
      parameters,
    );
    await answers(() => evaluate(question), true);
    const until = performance.now() + random.between(0, PAUSE_MS);
    while (performance.now() < until) await evaluate(question);
    await pool.query(
      "DELETE FROM role_assignments WHERE tenant_id = $1 AND user_id = $2 AND role = $3",
      parameters,
    );
    const committed = performance.now();
    await answers(() => evaluate(question), false);
    delays.push(performance.now() - committed);
  }
  return delays;
}

/** Asks until the answer is the one that is waited for. */
async function answers(ask: () => Promise<boolean>, wanted: boolean): Promise<void> {
  const giveUp = performance.now() + PATIENCE_MS;
  while ((await ask()) !== wanted) {
    if (performance.now() > giveUp) throw new Error(`The answer never became ${wanted}`);
    await wait(1);
  }
}
