import type { Random } from "#lib/core/random";
import {
  type EmbeddedPostgres,
  type PostgresOptions,
  startPostgres,
} from "../../local/embedded/postgres.ts";
import { type EmbeddedRedis, startRedis } from "../../local/embedded/redis.ts";
import { processCommand, waitForExit } from "../../local/processes.ts";
import type { NodeChild } from "../node-child.ts";
import { askOnce } from "./records.ts";
import { until } from "./until.ts";

const GONE_MS = 10_000;

/** Something that a test has started, can kill and can start again. */
export type Part = {
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** Resolves when it is up again. */
  revive(): Promise<void>;
};

async function killHard(pid: number): Promise<void> {
  process.kill(pid, "SIGKILL");
  if (!(await waitForExit(pid, GONE_MS))) throw new Error(`Process ${pid} survived SIGKILL`);
}

/** A Node process of Gatehouse. It must end in no other way than by being killed. */
export class NodePart implements Part {
  readonly #start: () => NodeChild;
  readonly #isUp: (child: NodeChild) => Promise<unknown>;
  readonly #onMishap: (how: string) => void;
  #child: NodeChild;

  /** @param onMishap is told when the process ends by itself, and how. */
  constructor(
    start: () => NodeChild,
    isUp: (child: NodeChild) => Promise<unknown>,
    onMishap: (how: string) => void,
  ) {
    this.#start = start;
    this.#isUp = isUp;
    this.#onMishap = onMishap;
    this.#child = this.#begin();
  }

  get pid(): number {
    return this.#child.pid;
  }

  whenUp(): Promise<unknown> {
    return this.#isUp(this.#child);
  }

  kill(): Promise<void> {
    return killHard(this.#child.pid);
  }

  async revive(): Promise<void> {
    this.#child = this.#begin();
    await this.whenUp();
  }

  stop(): Promise<void> {
    return this.#child.stop();
  }

  #begin(): NodeChild {
    const child = this.#start();
    void child.ended.then((how) => how !== null && this.#onMishap(how));
    return child;
  }
}

/** The postmaster: its backends die with it. */
export function postgresPart(started: EmbeddedPostgres, options: PostgresOptions): Part {
  let postgres = started;
  return {
    kill: () => killHard(postgres.pid),
    revive: async () => {
      postgres = await startPostgres({ ...options, port: started.port });
    },
  };
}

const busiestBackends = `
  SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'gatehouse-%'
  ORDER BY state = 'active' DESC, pid LIMIT 3`;

/** One connection's process: PostgreSQL then ends all others, recovers and goes on by itself. */
export function backendPart(url: string, random: Random): Part {
  let checkpointer = 0;
  return {
    kill: async () => {
      checkpointer = await checkpointerOf(url);
      await until("a backend is there to be killed", async () => {
        const backends = await askOnce<{ pid: number }>(url, busiestBackends);
        const { pid } = random.pick(backends);
        // It may have ended since we asked.
        if (!processCommand(pid).startsWith("postgres: gatehouse_")) return false;
        await killHard(pid);
        return true;
      });
    },
    // It answers until it has noticed, and again when it has recovered, with other helpers.
    revive: () =>
      until("PostgreSQL has recovered", async () => {
        const now = await checkpointerOf(url).catch(() => checkpointer);
        return now !== checkpointer;
      }),
  };
}

async function checkpointerOf(url: string): Promise<number> {
  const sql = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'";
  const [row] = await askOnce<{ pid: number }>(url, sql);
  if (!row) throw new Error("PostgreSQL has no checkpointer");
  return row.pid;
}

export function redisPart(started: EmbeddedRedis, dataDir: string): Part {
  let redis = started;
  return {
    kill: () => killHard(redis.pid),
    revive: async () => {
      const again = await startRedis({ dataDir, port: started.port });
      if (!again) throw new Error("redis-server has vanished");
      redis = again;
    },
  };
}
