import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { serviceUser } from "../local/embedded/os-user.ts";
import { isPortFree } from "../local/embedded/ports.ts";
import { onPath } from "../local/embedded/redis.ts";
import { inProject } from "../local/project.ts";
import { selfSigned } from "./self-signed.ts";

/** The proxies that docs/operations has an example for. */
export const proxyNames = ["nginx", "haproxy"] as const;
export type ProxyName = (typeof proxyNames)[number];

type ProxyOptions = {
  /** Where it listens, with TLS, on the loopback address. */
  port: number;
  /** The ports of the two servers behind it. */
  servers: readonly [number, number];
};

/**
 * Runs a proxy with the example of docs/operations, in which nothing is another than its addresses and
 * its certificate. Resolves when it listens.
 * @returns a function that ends it.
 */
export async function startProxy(
  name: ProxyName,
  options: ProxyOptions,
): Promise<() => Promise<void>> {
  const program = onPath(name);
  if (!program) throw new Error(`these tests need ${name}`);
  const folder = mkdtempSync(join(tmpdir(), `gatehouse-${name}-`));
  // It may run under another account.
  chmodSync(folder, 0o777);
  const arguments_ = write[name](folder, options);
  const child = spawn(program, arguments_, {
    ...serviceUser(),
    stdio: ["ignore", "ignore", "pipe"],
    cwd: folder,
  });
  const said = text(child.stderr);
  const failed = once(child, "exit").then(async () => {
    throw new Error(`${name} ended: ${await said}`);
  });
  failed.catch(() => undefined);
  await Promise.race([failed, untilTaken(options.port)]);
  return async () => {
    child.kill("SIGTERM");
    await failed.catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  };
}

const write = {
  nginx(folder: string, { port, servers }: ProxyOptions): string[] {
    writeFileSync(join(folder, "cert"), selfSigned.cert);
    writeFileSync(join(folder, "key"), selfSigned.key);
    const example = adapt("nginx.conf", [
      ["listen 443 ssl;", `listen 127.0.0.1:${port} ssl;`],
      ["127.0.0.1:3001", `127.0.0.1:${servers[0]}`],
      ["127.0.0.1:3002", `127.0.0.1:${servers[1]}`],
      ["/etc/ssl/gatehouse.example.com.crt", join(folder, "cert")],
      ["/etc/ssl/gatehouse.example.com.key", join(folder, "key")],
    ]);
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
      (kind) => `${kind}_temp_path ${join(folder, kind)};`,
    );
    const around = `daemon off;\nworker_processes 1;\npid ${join(folder, "pid")};\nevents {}\n`;
    const http = `http {\naccess_log off;\n${temporary.join("\n")}\n${example}\n}\n`;
    writeFileSync(join(folder, "conf"), around + http);
    return ["-c", join(folder, "conf"), "-e", join(folder, "errors")];
  },
  haproxy(folder: string, { port, servers }: ProxyOptions): string[] {
    writeFileSync(join(folder, "pem"), `${selfSigned.cert}\n${selfSigned.key}\n`);
    const example = adapt("haproxy.cfg", [
      ["bind :443", `bind 127.0.0.1:${port}`],
      ["127.0.0.1:3001", `127.0.0.1:${servers[0]}`],
      ["127.0.0.1:3002", `127.0.0.1:${servers[1]}`],
      ["/etc/ssl/gatehouse.example.com.pem", join(folder, "pem")],
    ]);
    writeFileSync(join(folder, "cfg"), example);
    return ["-db", "-f", join(folder, "cfg")];
  },
} satisfies Record<ProxyName, (folder: string, options: ProxyOptions) => string[]>;

/** The example with each text exchanged; one that it lacks would go unnoticed otherwise. */
function adapt(file: string, changes: readonly (readonly [string, string])[]): string {
  let example = readFileSync(inProject("docs", "operations", file), "utf8");
  for (const [from, to] of changes) {
    if (!example.includes(from)) throw new Error(`${file} has no "${from}"`);
    example = example.replace(from, to);
  }
  return example;
}

async function untilTaken(port: number): Promise<void> {
  while (await isPortFree(port)) await sleep(20);
}
