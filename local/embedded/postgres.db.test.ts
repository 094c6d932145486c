import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { waitForExit } from "../processes.ts";
import { prepareDatabase } from "./database.ts";
import { knownCluster } from "./placement.ts";
import { freePort, PortTaken } from "./ports.ts";
import { removePostgres, startPostgres } from "./postgres.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gatehouse-postgres-"));
  chmodSync(folder, 0o755);
});

afterEach(async () => {
  for (const dataDir of [folder, join(folder, "data")]) await removePostgres(dataDir);
  rmSync(folder, { recursive: true, force: true });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined); // the server may be killed under it
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("startPostgres", () => {
  it("takes over the server that a killed launcher left running", async () => {
    const first = await startPostgres({ dataDir: folder, durable: true });
    // A killed launcher does nothing more than this: it is gone, and the server is not stopped.
    const second = await startPostgres({ dataDir: folder, durable: true });
    expect(second).toMatchObject({ adopted: true, pid: first.pid, port: first.port });
    await second.stop();
    expect(second.isRunning()).toBe(false);
    expect(statSync(join(folder, "secrets.json")).mode & 0o777).toBe(0o600);
  }, 30_000);

  it("recovers committed data after PostgreSQL was killed", async () => {
    const first = await startPostgres({ dataDir: folder, durable: true });
    await query(first.superuserUrl, "CREATE TABLE kept AS SELECT 42 AS answer");
    process.kill(first.pid, "SIGKILL");
    await waitForExit(first.pid, 5000);
    const second = await startPostgres({ dataDir: folder, durable: true });
    expect(second).toMatchObject({ adopted: false, port: first.port });
    expect(await query(second.superuserUrl, "SELECT answer FROM kept")).toEqual([{ answer: 42 }]);
    await second.stop();
  }, 30_000);

  it("is not misled by a pid file whose pid belongs to another process now", async () => {
    const first = await startPostgres({ dataDir: folder, durable: true });
    await first.stop();
    const cluster = knownCluster(folder) ?? "";
    const stale = [process.pid, cluster, 1, first.port, "", "127.0.0.1", ""].join("\n");
    writeFileSync(join(cluster, "postmaster.pid"), stale);
    const second = await startPostgres({ dataDir: folder, durable: true });
    expect(second.adopted).toBe(false);
    await second.stop();
  }, 30_000);

  it("names a port that is taken", async () => {
    const holder = createServer();
    const port = await freePort();
    holder.listen(port, "127.0.0.1");
    await once(holder, "listening");
    const starting = startPostgres({ dataDir: folder, durable: false, port });
    await expect(starting).rejects.toThrow(PortTaken);
    await expect(starting).rejects.toThrow(String(port));
    holder.close();
  }, 30_000);

  it("refuses when the secrets of an existing cluster are gone", async () => {
    const first = await startPostgres({ dataDir: folder, durable: false });
    await first.stop();
    rmSync(join(folder, "secrets.json"));
    await expect(startPostgres({ dataDir: folder, durable: false })).rejects.toThrow(
      "secrets.json",
    );
  }, 30_000);

  it.runIf(process.getuid?.() === 0)(
    "works in a folder that only root may enter",
    async () => {
      chmodSync(folder, 0o700);
      const dataDir = join(folder, "data");
      mkdirSync(dataDir);
      const first = await startPostgres({ dataDir, durable: false });
      await query(first.superuserUrl, "CREATE TABLE kept ()");
      await first.stop();
      const second = await startPostgres({ dataDir, durable: false });
      await query(second.superuserUrl, "SELECT FROM kept");
      const cluster = knownCluster(dataDir) ?? "";
      expect(cluster.startsWith(folder)).toBe(false);
      await removePostgres(dataDir);
      expect(existsSync(cluster)).toBe(false);
    },
    30_000,
  );
});

describe("prepareDatabase", () => {
  it("makes four powerless roles and a database that belongs to the owner, twice alike", async () => {
    const { superuserUrl, stop } = await startPostgres({ dataDir: folder, durable: false });
    const urls = await prepareDatabase({ superuserUrl, database: "gate-house" });
    expect(await prepareDatabase({ superuserUrl, database: "gate-house" })).toEqual(urls);
    const roles = await query(
      superuserUrl,
      `SELECT rolname, rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole AS mighty
       FROM pg_roles WHERE rolname LIKE 'gatehouse%' ORDER BY rolname`,
    );
    expect(roles).toEqual(
      ["app", "owner", "search", "worker"].map((name) => ({
        rolname: `gatehouse_${name}`,
        mighty: false,
      })),
    );
    await query(urls.ownerUrl, "CREATE TABLE public.mine (); SET ROLE gatehouse_worker");
    await query(urls.workerUrl, "CREATE SCHEMA jobs");
    for (const url of [urls.appUrl, urls.searchUrl, urls.workerUrl]) {
      await expect(query(url, "CREATE TABLE public.theirs ()")).rejects.toThrow(
        "permission denied",
      );
    }
    await expect(query(urls.appUrl, "CREATE TEMP TABLE theirs ()")).rejects.toThrow("permission");
    await expect(query(urls.appUrl, "CREATE SCHEMA theirs")).rejects.toThrow("permission denied");
    await stop();
  }, 30_000);
});
