// Imported first by every program that people start, before any module looks at the environment.
// GATEHOUSE_ENV_FILE names another file than `.env` beside package.json; empty, it means none. What
// the environment says already wins over the file.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const named = process.env.GATEHOUSE_ENV_FILE;
const standard = join(import.meta.dirname, "../../.env");

/** The file whose variables were read; null when there is none. */
export const environmentFile = load(named === undefined ? standard : named && resolve(named));

function load(path: string): string | null {
  // One that was named must be there.
  if (!path || (named === undefined && !existsSync(path))) return null;
  try {
    process.loadEnvFile(path);
    return path;
  } catch (error) {
    console.error(`Configuration: ${path} cannot be read: ${reasonOf(error)}`);
    process.exit(1);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
