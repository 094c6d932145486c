import { rmSync } from "node:fs";
import { join } from "node:path";
import { type Environment, runNode } from "../children.ts";
import {
  type DatabaseUrls,
  databaseExists,
  dropDatabase,
  prepareDatabase,
} from "../embedded/database.ts";
import { readIfThere, writeWhole } from "../files.ts";
import { Refusal } from "../refusal.ts";
import { step } from "./progress.ts";

const DATABASE = "gatehouse";
const EXTERNAL = [
  "DATABASE_URL",
  "DATABASE_OWNER_URL",
  "DATABASE_DIRECT_URL",
  "DATABASE_SEARCH_URL",
] as const;

export type Login = { readonly role: string; readonly email: string; readonly password: string };

/** Brings the schema up to date, and fills a new database with the demo tenant. */
export async function prepareEmbedded(options: {
  superuserUrl: string;
  dataDir: string;
  environment: Environment;
  signal: AbortSignal;
}): Promise<{ databases: Environment; logins: Login[] }> {
  const { superuserUrl, dataDir, signal } = options;
  const unfinished = join(dataDir, "demo.unfinished");
  if (readIfThere(unfinished) !== null) await dropDatabase(superuserUrl, DATABASE);
  if (!(await databaseExists(superuserUrl, DATABASE))) {
    // Nobody has worked with a database whose demo data is half there: it is simply made again.
    writeWhole(unfinished, "");
    rmSync(loginsPath(dataDir), { force: true });
  }
  const urls = await prepareDatabase({ superuserUrl, database: DATABASE });
  const databases = environmentOf(urls);
  const env = { ...options.environment, ...databases };
  await migrate(env, signal);
  if (readIfThere(unfinished) !== null) {
    const logins = await step(
      "Demo data loaded",
      () => seed(env, signal),
      "Loading the demo tenant",
    );
    writeWhole(loginsPath(dataDir), `${JSON.stringify({ logins }, null, 2)}\n`, 0o600);
    rmSync(unfinished);
  }
  return { databases, logins: readLogins(dataDir) };
}

/** Brings somebody else's database up to date. It gets no demo data. */
export async function prepareExternal(
  environment: Environment,
  signal: AbortSignal,
): Promise<{ databases: Environment; logins: Login[] }> {
  const missing = EXTERNAL.find((name) => !process.env[name]);
  if (missing) {
    throw new Refusal(
      `DATABASE_URL is set, but ${missing} is not.`,
      "Set it (see .env.example), or unset DATABASE_URL to use the embedded PostgreSQL.",
    );
  }
  const databases = Object.fromEntries(EXTERNAL.map((name) => [name, process.env[name]]));
  await migrate({ ...environment, ...databases }, signal);
  return { databases, logins: [] };
}

async function migrate(env: Environment, signal: AbortSignal): Promise<void> {
  await step("Database schema up to date", async () => {
    const result = await runNode(["scripts/gatehouse.ts", "migrate"], { env, signal, quiet: true });
    if (result.code !== 0) throw new Refusal("The migrations failed.", result.output.trim());
  });
}

async function seed(env: Environment, signal: AbortSignal): Promise<Login[]> {
  const { code, output } = await runNode(["scripts/gatehouse.ts", "seed-demo"], {
    env,
    signal,
    onLine: (line) => {
      if (!line.startsWith("{")) console.log(`  ${line}`);
    },
  });
  const result = output.trimEnd().split("\n").at(-1) ?? "";
  if (code !== 0 || !result.startsWith("{")) throw new Refusal("Loading the demo data failed.");
  return (JSON.parse(result) as { logins: Login[] }).logins;
}

function readLogins(dataDir: string): Login[] {
  const text = readIfThere(loginsPath(dataDir));
  return text === null ? [] : (JSON.parse(text) as { logins: Login[] }).logins;
}

function loginsPath(dataDir: string): string {
  return join(dataDir, "demo.json");
}

function environmentOf(urls: DatabaseUrls): Environment {
  return {
    DATABASE_URL: urls.appUrl,
    DATABASE_OWNER_URL: urls.ownerUrl,
    DATABASE_DIRECT_URL: urls.workerUrl,
    DATABASE_SEARCH_URL: urls.searchUrl,
  };
}
