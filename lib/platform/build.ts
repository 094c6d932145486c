import { hkdfSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CannotStart } from "./cannot-start.ts";

const path = join(import.meta.dirname, "../../.next/BUILD_ID");

/**
 * The name of the build that this server serves; see next.config.js.
 * @throws CannotStart when there is none.
 */
export function readBuildId(): string {
  try {
    return readFileSync(path, "utf8").trim();
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
