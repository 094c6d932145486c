import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { childEnvironment, type Environment } from "../local/children.ts";
import { freePort } from "../local/embedded/ports.ts";
import { endProcess, isRunning, waitForExit } from "../local/processes.ts";
import { inProject, projectFolder } from "../local/project.ts";
import manifest from "../package.json" with { type: "json" };
import { setUpTestDatabase } from "./database.ts";
import { Factory } from "./factories.ts";
import { testService } from "./services.ts";

const { ownerUrl, name: database } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
const folder = mkdtempSync(join(tmpdir(), "gatehouse-programs-"));
const started: Program[] = [];
afterEach(async () => {
  for (const { pid } of started.splice(0)) await endProcess(pid, 5_000);
});
afterAll(() => rmSync(folder, { recursive: true }));

type Program = { pid: number; output: () => string; ended: Promise<number | null> };

/** Runs a program as an administrator would, on the test database. */
function run(command: string, args: string[], env: Environment): Program {
  const child = spawn(command, args, {
    cwd: projectFolder,
    env: childEnvironment({ NODE_ENV: "production", LOG_LEVEL: "info", ...env }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const keep = (chunk: Buffer) => {
    text += chunk.toString();
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const ended = once(child, "close").then(([code]) => code as number | null);
  if (child.pid === undefined) throw new Error(`${command} could not be started`);
  const program = { pid: child.pid, output: () => text, ended };
  started.push(program);
  return program;
}

const runScript = (script: string, env: Environment = {}) =>
  run(process.execPath, [inProject(script)], env);

async function untilSaid(program: Program, words: string): Promise<void> {
  while (!program.output().includes(words)) await sleep(50);
}

/** The one line with which a program refuses to start. */
async function refusalOf(program: Program): Promise<string> {
  const code = await program.ended;
  expect({ code, output: program.output() }).toEqual({
    code: 1,
    output: expect.stringMatching(/^[^\n]+\n$/),
  });
  return program.output().trim();
}

function superuserUrl(): string {
  const url = new URL(testService("TEST_SUPERUSER_URL"));
  url.pathname = `/${database}`;
  return url.href;
}

describe.each(["server.ts", "worker.ts"])("%s refuses in one line", (script) => {
  it.each([
    ["PORT", "80a"],
    ["PORT", "0x10"],
    ["LOG_LEVEL", "loud"],
    ["TRUSTED_PROXIES", "two"],
    ["DATABASE_POOL_SIZE", "1e3"],
    ["GATEHOUSE_EMBEDDED_WORKER", "yes"],
  ])("%s=%s", async (name, value) => {
    const line = await refusalOf(runScript(script, { [name]: value }));
    expect(line).toMatch(new RegExp(`^Configuration: ${name} must be .+ See .env.example.$`));
  });

  it("a superuser and the tables' owner, of whom row-level security knows nothing", async () => {
    expect(await refusalOf(runScript(script, { DATABASE_URL: superuserUrl() }))).toMatch(
      /^DATABASE_URL: ".+" is, or may become, a superuser/,
    );
    expect(await refusalOf(runScript(script, { DATABASE_URL: ownerUrl() }))).toMatch(
      /^DATABASE_URL: "gatehouse_owner" is, or may become, the owner of the tables/,
    );
  });

  it("a file of variables that is not there", async () => {
    const program = runScript(script, { GATEHOUSE_ENV_FILE: join(folder, "nowhere") });
    expect(await refusalOf(program)).toMatch(/^Configuration: .*nowhere cannot be read: /);
  });
});

describe("the environment's file", () => {
  it("is read before anything else, and the environment wins", async () => {
    const file = join(folder, "env");
    writeFileSync(file, "LOG_LEVEL=loud\nPORT=none\n");
    const line = await refusalOf(
      runScript("worker.ts", { GATEHOUSE_ENV_FILE: file, LOG_LEVEL: undefined, PORT: "3000" }),
    );
    expect(line).toMatch(/^Configuration: LOG_LEVEL must be [^;]+$/);
  });
});

describe("the worker", () => {
  it("waits for a database that is down, and starts when it is there", async () => {
    const port = await freePort();
    const direct = new URL(process.env.DATABASE_DIRECT_URL ?? "");
    const away = new URL(direct);
    away.host = `127.0.0.1:${port}`;
    const worker = runScript("worker.ts", { DATABASE_DIRECT_URL: away.href });
    await untilSaid(worker, "The database does not answer (DATABASE_DIRECT_URL). Trying again.");
    // The database comes to that address: a plain relay, as a restarted server would listen there.
    const { connect } = await import("node:net");
    const relay = createServer((socket) => {
      const upstream = connect(Number(direct.port), direct.hostname);
      for (const end of [socket, upstream]) end.on("error", () => undefined);
      socket.pipe(upstream).pipe(socket);
    }).listen(port, "127.0.0.1");
    try {
      await untilSaid(worker, "worker is running");
    } finally {
      await endProcess(worker.pid, 10_000);
      relay.close();
    }
    expect(await worker.ended).toBe(0);
  });

  it("started by npm, ends with npm's SIGTERM, and leaves no process behind", async () => {
    const npm = run("npm", ["run", "worker"], {});
    await untilSaid(npm, "worker is running");
    const [beat] = await factory.query<{ pid: string }>(
      "SELECT split_part(worker_id, ':', 2) AS pid FROM worker_heartbeats ORDER BY beat_at DESC LIMIT 1",
    );
    const pid = Number(beat?.pid);
    expect(isRunning(pid)).toBe(true);
    process.kill(npm.pid, "SIGTERM");
    expect(await waitForExit(pid, 10_000)).toBe(true);
    await npm.ended;
  });

  it.each(["start", "worker"] as const)("npm's %s leaves no shell between", (name) => {
    expect(manifest.scripts[name]).toMatch(/^exec env NODE_ENV=production node \w+\.ts$/);
  });
});
