import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { serviceUser } from "../local/embedded/os-user.ts";
import { freePort, isPortFree } from "../local/embedded/ports.ts";
import { onPath } from "../local/embedded/redis.ts";

/** A real PgBouncer of one test file, in transaction mode, with few connections to share. */
export type PgBouncer = {
  /** The same database and role, through PgBouncer. */
  through(url: string): string;
  stop(): Promise<void>;
};

/**
 * Starts PgBouncer on a free port of the loopback address, in front of the server of `urls`, for their
 * roles; `options` go into the connection string to the server, such as `timezone=Europe/Berlin`.
 */
export async function startPgBouncer(urls: readonly string[], options = ""): Promise<PgBouncer> {
  const program = onPath("pgbouncer");
  if (!program) throw new Error("these tests need pgbouncer");
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-pgbouncer-"));
  const port = await freePort();
  const log = join(folder, "log");
  writeFiles(folder, urls, port, options);
  const child = spawn(program, [join(folder, "ini")], {
    ...serviceUser(),
    stdio: "ignore",
    cwd: folder,
  });
  const failed = once(child, "exit").then(() => {
    throw new Error(`pgbouncer ended: ${readFileSync(log, "utf8")}`);
  });
  await Promise.race([failed, untilTaken(port)]);
  failed.catch(() => undefined);
  return {
    through: (url) => {
      const address = new URL(url);
      address.host = `127.0.0.1:${port}`;
      return address.href;
    },
    stop: () => stop(child, folder),
  };
}

function writeFiles(folder: string, urls: readonly string[], port: number, options: string): void {
  const [first = ""] = urls;
  const { hostname, port: serverPort } = new URL(first);
  const users = urls.map((url) => {
    const { username, password } = new URL(url);
    return `"${decodeURIComponent(username)}" "${decodeURIComponent(password)}"`;
  });
  // PgBouncer may run under another account, and asks for a log that it can write.
  chmodSync(folder, 0o777);
  writeFileSync(join(folder, "users"), users.join("\n"));
  writeFileSync(
    join(folder, "ini"),
    `[databases]
* = host=${hostname} port=${serverPort} ${options}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${join(folder, "users")}
logfile = ${join(folder, "log")}
pool_mode = transaction
default_pool_size = 3
max_client_conn = 200
`,
  );
}

async function untilTaken(port: number): Promise<void> {
  while (await isPortFree(port)) await sleep(20);
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = once(child, "exit");
    // At once, as SIGINT would wait for those who are connected.
    child.kill("SIGTERM");
    await gone;
  }
  rmSync(folder, { recursive: true, force: true });
}
