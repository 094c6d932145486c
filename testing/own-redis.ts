import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll } from "vitest";
import { closeRedis, redis } from "../lib/platform/redis.ts";
import { type EmbeddedRedis, startRedis } from "../local/embedded/redis.ts";
import { testService } from "./services.ts";

/** A Redis of one test file's own, which it may kill and start again at the same address. */
export class OwnRedis {
  readonly #folder = mkdtempSync(join(tmpdir(), "gatehouse-test-redis-"));
  #server: EmbeddedRedis | null = null;

  /** Starts it, and makes it this process's REDIS_URL: call it before anything asks for that. */
  async start(): Promise<void> {
    this.#server = await this.#launch();
    process.env.REDIS_URL = this.#server.url;
  }

  get url(): string {
    return this.#running().url;
  }

  /** Ends it as a power cut would, and resolves when this process has noticed. */
  async kill(): Promise<void> {
    process.kill(this.#running().pid, "SIGKILL");
    while (redis()?.status === "ready") await sleep(10);
  }

  /** Starts it again, empty, and resolves when this process has found it. */
  async revive(): Promise<void> {
    this.#server = await this.#launch(this.#running().port);
    while (redis()?.status !== "ready") await sleep(10);
  }

  async discard(): Promise<void> {
    await this.#server?.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #launch(port?: number): Promise<EmbeddedRedis> {
    const server = await startRedis({ dataDir: this.#folder, ...(port ? { port } : {}) });
    if (!server) throw new Error("these tests need redis-server");
    return server;
  }

  #running(): EmbeddedRedis {
    if (!this.#server) throw new Error("this Redis was not started");
    return this.#server;
  }
}

/** Gives the test file a Redis of its own, and a configuration without a database. */
export function setUpOwnRedis(): OwnRedis {
  const server = new OwnRedis();
  beforeAll(async () => {
    const unused = testService("TEST_SUPERUSER_URL");
    Object.assign(process.env, {
      PUBLIC_URL: "http://127.0.0.1:3000",
      DATABASE_URL: unused,
      DATABASE_SEARCH_URL: unused,
      DATABASE_DIRECT_URL: unused,
      AUTH_SECRET: "a secret of the tests, at least 32 characters",
    });
    await server.start();
    while (redis()?.status !== "ready") await sleep(10);
  });
  afterAll(async () => {
    closeRedis();
    await server.discard();
  });
  return server;
}
