import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type EmbeddedRedis, startRedis } from "../../scripts/embedded/redis.ts";
import { redis } from "../platform/redis.ts";

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
