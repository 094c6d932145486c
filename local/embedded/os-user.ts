import { execFileSync, spawnSync } from "node:child_process";
import { Refusal } from "../refusal.ts";

/** The account that PostgreSQL runs under when we are root: it refuses to run as root itself. */
export type OsUser = { readonly uid: number; readonly gid: number };

const NAME = "postgres";

/** The unprivileged account to use, made when missing; null when we are not root and need none. */
export function serviceUser(): OsUser | null {
  if (process.getuid?.() !== 0) return null;
  const known = lookUp();
  if (known) return known;
  try {
    execFileSync("useradd", ["--system", "--user-group", "--no-create-home", NAME], {
      stdio: "pipe",
    });
  } catch (error) {
    throw new Refusal(
      `PostgreSQL cannot run as root, and the account "${NAME}" could not be made.`,
      `Make an account of that name, or start Gatehouse as another user than root.`,
      { cause: error },
    );
  }
  const made = lookUp();
  if (!made) throw new Error(`useradd made no account "${NAME}"`);
  return made;
}

/** True when the account may enter the folder and every folder above it. */
export function mayEnter(user: OsUser, folder: string): boolean {
  return passes(user, ["-x", folder]);
}

/** True when the account may read the file. */
export function mayRead(user: OsUser, file: string): boolean {
  return passes(user, ["-r", file]);
}

// Asking the system as that account is shorter, and right about more, than reading mode bits.
function passes(user: OsUser, test: string[]): boolean {
  const result = spawnSync("/usr/bin/env", ["test", ...test], { ...user, cwd: "/" });
  if (result.error) throw result.error;
  return result.status === 0;
}

function lookUp(): OsUser | null {
  const id = (flag: string) => spawnSync("id", [flag, NAME], { encoding: "utf8" });
  const uid = id("-u");
  if (uid.status !== 0) return null;
  return { uid: Number(uid.stdout), gid: Number(id("-g").stdout) };
}
