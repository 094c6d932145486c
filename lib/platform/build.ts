import { hkdfSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CannotStart } from "./cannot-start.ts";

export type Build = {
  /** Follows from its sources; see next.config.js. */
  readonly id: string;
  /** Holds the files that its pages load. */
  readonly folder: string;
};

const folder = join(import.meta.dirname, "../../.next");

/**
 * The build that this server serves.
 * @throws CannotStart when there is none.
 */
export function readBuild(): Build {
  try {
    const id = readFileSync(join(folder, "BUILD_ID"), "utf8").trim();
    return { id, folder: join(folder, "static") };
  } catch (error) {
    throw new CannotStart("There is no build: run npm run build first.", { cause: error });
  }
}

/**
 * The key under which Next hides from browsers what a server action closes over: the same on every
 * server, and as secret as `secret`.
 */
export function serverActionsKey(secret: string): string {
  return Buffer.from(hkdfSync("sha256", secret, "", "server actions", 32)).toString("base64");
}
