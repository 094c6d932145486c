import { readBacklog } from "../platform/backlog.ts";
import type { PoolName } from "../platform/connection.ts";
import { describeDatabaseTrouble } from "../platform/database-trouble.ts";
import { pool } from "../platform/db.ts";
import { env } from "../platform/env.ts";
import { log } from "../platform/log.ts";
import { listMigrations } from "../platform/migrate.ts";
import { peersOfOtherBuilds } from "../platform/peers.ts";
import { isServerStopping } from "./stop-serving.ts";

/** Who asks gives up after a few seconds, and would learn nothing. */
const PATIENCE_MS = 3_000;
/** Events wait a second at most; after this long something is wrong with detection, or too much is sent. */
const BACKLOG_SECONDS = 60;
/** A worker that has not beaten for this long is taken for dead. */
const HEARTBEAT_SECONDS = 30;

/** A check that is not ok takes the server out of service, unless it is only a warning. */
type Check = { ok: boolean; warning?: true; detail?: string };
type Checks = Record<string, Check>;

const passed: Check = { ok: true };
const failed = (detail: string): Check => ({ ok: false, detail });
const warned = (detail: string): Check => ({ ok: false, warning: true, detail });

/**
 * Whether this server can serve, told within a few seconds. What is wrong with other processes is a
 * warning: to take every server out of service because a worker has died would only make it worse.
 */
export async function readiness(): Promise<{ ready: boolean; checks: Checks }> {
  if (isServerStopping()) {
    return { ready: false, checks: { server: failed("This server is stopping.") } };
  }
  const hasWorker = env().GATEHOUSE_EMBEDDED_WORKER === "1";
  const parts = await Promise.all([
    answer("app", "database", async () => ({ database: passed, ...(await checkSchema()) })),
    answer("search", "search", () => checkPool("search")),
    hasWorker ? answer("worker", "jobs", () => checkPool("worker")) : {},
  ]);
  const checks: Checks = Object.assign({}, ...parts, checkPeers());
  return { ready: Object.values(checks).every((check) => check.ok || check.warning), checks };
}

/** What `work` finds out in time, or under the name `check` why it could not. */
async function answer(name: PoolName, check: string, work: () => Promise<Checks>): Promise<Checks> {
  const late = Promise.withResolvers<Checks>();
  const timer = setTimeout(() => {
    const seconds = PATIENCE_MS / 1000;
    late.resolve({ [check]: failed(`No connection answered within ${seconds} seconds.`) });
  }, PATIENCE_MS);
  const done = work().catch((error: unknown) => {
    log.warn({ err: error, pool: name }, "readiness check failed");
    const trouble = describeDatabaseTrouble(name, error);
    return { [check]: failed(trouble ?? "The check failed; the log says why.") };
  });
  try {
    return await Promise.race([done, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** The query gives up as well: a connection on which nothing comes back is thrown away. */
async function ask<Row extends object>(name: PoolName, text: string): Promise<Row | undefined> {
  const query = { text, query_timeout: PATIENCE_MS };
  return (await pool(name).query<Row>(query)).rows[0];
}

async function checkPool(name: PoolName): Promise<Checks> {
  await ask(name, "SELECT 1");
  return { [name === "worker" ? "jobs" : name]: passed };
}

const findTables = `
  SELECT to_regclass('_prisma_migrations') IS NOT NULL AND to_regclass('worker_heartbeats') IS NOT NULL
      AS initialised,
    to_regclass('audit_events_' || to_char(now() AT TIME ZONE 'UTC', 'YYYY_MM')) IS NOT NULL
      AS "thisMonth",
    to_regclass('audit_events_' || to_char(now() AT TIME ZONE 'UTC' + interval '1 month', 'YYYY_MM'))
      IS NOT NULL AS "nextMonth"`;

type Tables = { initialised: boolean; thisMonth: boolean; nextMonth: boolean };

const readTables = `
  SELECT
    ARRAY(SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL) AS applied,
    (SELECT extract(epoch FROM now() - max(beat_at))::float8 FROM worker_heartbeats) AS "beatAge"`;

async function checkSchema(): Promise<Checks> {
  const tables = await ask<Tables>("app", findTables);
  if (!tables?.initialised) {
    return { migrations: failed("There is no schema yet: run npm run gatehouse -- init.") };
  }
  const state = await ask<{ applied: string[]; beatAge: number | null }>("app", readTables);
  const migrations = await checkMigrations(state?.applied ?? []);
  return {
    migrations,
    partitions: checkPartitions(tables),
    worker: checkWorker(state?.beatAge ?? null),
    ...(migrations.ok && { detection: await checkDetection() }),
  };
}

async function checkMigrations(applied: readonly string[]): Promise<Check> {
  const missing = (await listMigrations()).filter(({ name }) => !applied.includes(name));
  if (missing.length === 0) return passed;
  return failed(`missing ${missing.map(({ name }) => name)}: run npm run gatehouse -- migrate.`);
}

/** Workers make the months to come, well ahead. */
function checkPartitions({ thisMonth, nextMonth }: Tables): Check {
  if (!thisMonth) return failed("This month's audit events have no partition: start a worker.");
  return nextMonth ? passed : warned("The coming month has no partition: is a worker running?");
}

/** Some are left behind in every update, for a while. */
function checkPeers(): Checks {
  const others = peersOfOtherBuilds();
  if (!others) return {};
  const names = others.map(({ serverId, buildId }) => `${serverId} (${buildId})`);
  return { peers: names[0] ? warned(`Another build is served by ${names.join(", ")}.`) : passed };
}

function checkWorker(age: number | null): Check {
  if (age !== null && age < HEARTBEAT_SECONDS) return passed;
  const since = age === null ? "has ever run" : `has said anything for ${Math.round(age)} seconds`;
  return warned(`No worker ${since}: detection, figures and jobs wait.`);
}

async function checkDetection(): Promise<Check> {
  const { events, oldestSeconds } = await readBacklog();
  if (oldestSeconds < BACKLOG_SECONDS) return passed;
  const seconds = Math.round(oldestSeconds);
  return warned(`${events} events wait to be evaluated, the oldest for ${seconds} s.`);
}
