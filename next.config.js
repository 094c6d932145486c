import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PHASE_DEVELOPMENT_SERVER, PHASE_PRODUCTION_BUILD } from "next/constants.js";
import { hashBuild } from "./local/launch/source-hash.ts";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // No page has images to make smaller, and the route that would do it fetches what it is told.
  images: { unoptimized: true },
  // Types are checked by `npm test`, once.
  typescript: { ignoreBuildErrors: true },
  // They load native code or hold process-wide state: Node loads them, not the bundle.
  serverExternalPackages: ["@node-rs/argon2", "pg", "pino", "prom-client", "@prisma/client"],
};

/**
 * The same sources make the same build wherever they are built, so that servers with a build each
 * serve each other's pages. A page knows its build by this name.
 * @param {string} phase
 */
export default function configure(phase) {
  if (phase === PHASE_DEVELOPMENT_SERVER) return config;
  const isBuilding = phase === PHASE_PRODUCTION_BUILD;
  if (isBuilding) fixActionIds();
  const id = isBuilding ? hashBuild(import.meta.dirname).slice(0, 20) : builtId();
  return { ...config, generateBuildId: () => id, deploymentId: id };
}

/** What runs is what was built, whatever has happened to the sources since. */
function builtId() {
  const path = join(import.meta.dirname, ".next", "BUILD_ID");
  return existsSync(path) ? readFileSync(path, "utf8").trim() : undefined;
}

/**
 * Next makes the ids of server actions from this key, a random one for each build: an open page could
 * call nothing on a server of another. It encrypts nothing here: server.ts sets the key that does.
 */
function fixActionIds() {
  const name = createHash("sha256").update("gatehouse: ids of server actions");
  process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ??= name.digest("base64");
}
