// Makes the checkout runnable: locked dependencies (Node 24 among them) and the generated Prisma
// client. It runs on the machine's own Node, before anything is installed, so it may use nothing
// but Node's own modules and no syntax newer than Node 20's.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = 20;
const NEEDED_BYTES = 1024 ** 3;
const STILL_WORKING_SECONDS = 15;
const NO_NETWORK =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|npm error network/;

export const projectFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(projectFolder, "node_modules");
const binaries = join(modules, ".bin");

/** The Node 24 that the project itself runs on. Exists once `setUp` has resolved. */
export const projectNode = join(
  modules,
  "node",
  "bin",
  process.platform === "win32" ? "node.exe" : "node",
);

/** A failure that the user can do something about: printed as it is, without a stack trace. */
class SetupError extends Error {
  constructor(message, output = "") {
    super(message);
    this.output = output;
  }
}

/** The environment for a child that must find the project's own Node and tools first. */
export function projectEnvironment() {
  return { ...process.env, PATH: [binaries, process.env.PATH ?? ""].join(delimiter) };
}

/** Prints what to tell the user about a failed set-up, and nothing that only we understand. */
export function reportFailure(error) {
  if (error instanceof SetupError) console.error(`✗ ${error.message}`);
  else console.error(explain(String(error?.message ?? error), "Set-up"));
}

/** Installs and generates whatever is missing or out of date. Does nothing when all is there. */
export async function setUp() {
  const major = Number.parseInt(process.versions.node, 10);
  if (major < OLDEST_NODE) {
    throw new SetupError(
      `Gatehouse needs Node ${OLDEST_NODE} or newer to install itself; this is Node ${process.versions.node}.`,
    );
  }
  await installDependencies();
  await generatePrismaClient();
}

async function installDependencies() {
  const stamp = join(modules, ".gatehouse-installed");
  const wanted = hashOf([join(projectFolder, "package-lock.json")]);
  if (existsSync(projectNode) && readIfThere(stamp) === wanted) return;
  if (existsSync(projectNode) && installedMatchesLock()) {
    writeFileSync(stamp, wanted);
    return;
  }

  requireDiskSpace();
  rmSync(stamp, { force: true });
  await timed("Installing the locked dependencies", "Dependencies installed", async () => {
    // Without a network npm tries for minutes; what its cache holds it can install at once.
    const offline = (await registryAnswers()) ? [] : ["--offline"];
    // NODE_ENV=production would leave out what the build needs.
    await runNpm(["ci", "--include=dev", "--no-audit", "--no-fund", ...offline]);
  });
  if (!existsSync(projectNode)) {
    throw new SetupError(
      "npm ci finished without installing Node 24. Are install scripts switched off (npm config get ignore-scripts)?",
    );
  }
  mkdirSync(modules, { recursive: true });
  writeFileSync(stamp, wanted);
}

/**
 * True when npm's own record of node_modules agrees with the lock file, as after `npm install`.
 * npm writes that record last, so a killed installation has none.
 */
function installedMatchesLock() {
  const record = readIfThere(join(modules, ".package-lock.json"));
  if (record === null) return false;
  const installed = JSON.parse(record).packages;
  const locked = JSON.parse(
    readFileSync(join(projectFolder, "package-lock.json"), "utf8"),
  ).packages;
  return Object.entries(locked).every(([path, entry]) => {
    if (path === "") return true;
    const found = installed[path];
    // Packages for other platforms are locked but never installed.
    return found ? found.version === entry.version : entry.optional === true;
  });
}

async function registryAnswers() {
  try {
    await runNpm(["ping", "--fetch-retries=0", "--fetch-timeout=10000"]);
    return true;
  } catch (error) {
    // A registry that refuses the question is there all the same.
    return !NO_NETWORK.test(error.output ?? "");
  }
}

function runNpm(args) {
  const { command, args: first } = npmCommand();
  const env = { ...process.env, npm_config_loglevel: "error", npm_config_update_notifier: "false" };
  return run(`npm ${args[0]}`, command, [...first, ...args], env);
}

/** npm as it was called, on the Node it was called with: never the Node it is about to replace. */
function npmCommand() {
  const script = process.env.npm_execpath;
  const node = process.env.npm_node_execpath;
  if (script?.endsWith(".js") && existsSync(script) && node)
    return { command: node, args: [script] };
  return { command: process.platform === "win32" ? "npm.cmd" : "npm", args: [] };
}

async function generatePrismaClient() {
  const schemas = ["prisma/schema.prisma", "prisma/schema", "prisma.config.ts"]
    .map((path) => join(projectFolder, path))
    .filter(existsSync);
  if (!schemas.some((path) => path.includes("schema"))) return;

  const stamp = join(modules, ".gatehouse-prisma-generated");
  const wanted = hashOf([...schemas, join(modules, "prisma", "package.json")]);
  const generated = join(projectFolder, "prisma", "generated");
  if (existsSync(generated) && readIfThere(stamp) === wanted) return;

  rmSync(stamp, { force: true });
  await timed("Generating the database client", "Database client generated", () =>
    run(
      "prisma generate",
      projectNode,
      [join(modules, "prisma", "build", "index.js"), "generate"],
      {
        ...projectEnvironment(),
        // Prisma downloads its migration engine unless told that there is one; generating needs none.
        PRISMA_SCHEMA_ENGINE_BINARY: projectNode,
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
        CHECKPOINT_DISABLE: "1",
      },
    ),
  );
  writeFileSync(stamp, wanted);
}

function requireDiskSpace() {
  const { bavail, bsize } = statfsSync(projectFolder);
  if (bavail * bsize >= NEEDED_BYTES) return;
  const free = Math.floor((bavail * bsize) / 1024 ** 2);
  throw new SetupError(
    `Not enough disk space: ${free} MB free in ${projectFolder}, and the dependencies need about 1,000 MB.`,
  );
}

async function timed(doing, done, work) {
  const started = Date.now();
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  console.log(`… ${doing}`);
  const ticker = setInterval(
    () => console.log(`  still working (${seconds()})`),
    STILL_WORKING_SECONDS * 1000,
  );
  try {
    await work();
  } finally {
    clearInterval(ticker);
  }
  console.log(`✓ ${done} (${seconds()})`);
}

function run(name, command, args, env) {
  return new Promise((resolve, reject) => {
    // npm.cmd cannot be started without a shell; its arguments here are all our own.
    const shell = command.endsWith(".cmd");
    const child = spawn(command, args, {
      cwd: projectFolder,
      env,
      shell,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      output += chunk;
    });
    child.on("error", (error) =>
      reject(new SetupError(`Could not start ${name}: ${error.message}`)),
    );
    child.on("close", (code, signal) => {
      if (code === 0) resolve();
      else reject(new SetupError(explain(output, signal ? `${name} (${signal})` : name), output));
    });
  });
}

/** One message for the few things that go wrong on a fresh machine; else the tool's last words. */
function explain(output, what) {
  if (/ENOSPC|no space left/i.test(output)) {
    return "The disk is full. Free about 1,000 MB and start again; what was half done is redone.";
  }
  if (/EACCES|EROFS|EPERM/.test(output)) {
    return `No permission to write in ${projectFolder} (or in npm's cache). Start again as its owner.`;
  }
  if (NO_NETWORK.test(output)) {
    return "The package registry cannot be reached. Check the network (or npm's proxy and registry settings) and start again.";
  }
  // npm names its reason first and ends with general advice; other tools end with the reason.
  const reasons = output.split("\n").filter((line) => /^npm error\s+\S/.test(line));
  const lines = reasons.length > 0 ? reasons.slice(0, 12) : output.trim().split("\n").slice(-12);
  return `${what} failed:\n  ${lines.join("\n  ")}`;
}

function hashOf(paths) {
  const hash = createHash("sha256");
  for (const path of paths.flatMap(filesUnder)) {
    hash.update(path.slice(projectFolder.length)).update(readFileSync(path));
  }
  return hash.digest("hex");
}

function filesUnder(path) {
  if (!path.endsWith("schema")) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await setUp().catch((error) => {
    reportFailure(error);
    process.exitCode = 1;
  });
}
