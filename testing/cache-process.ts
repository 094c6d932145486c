// A process of its own for lib/platform/cache.db.test.ts: asks for one key many times at once. Each
// load leaves a line in a file; with "hang" it never ends.
import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { cached } from "../lib/platform/cache.ts";
import { redis } from "../lib/platform/redis.ts";

const { CACHE_TENANT = "", CACHE_ID = "", CACHE_FILE = "", CACHE_MODE } = process.env;

async function load(): Promise<string> {
  appendFileSync(CACHE_FILE, "loaded\n");
  if (CACHE_MODE === "hang") {
    process.send?.("listening");
    await new Promise(() => setInterval(() => undefined, 60_000));
  }
  await sleep(300);
  return "loaded elsewhere";
}

while (redis()?.status !== "ready") await sleep(10);
if (CACHE_MODE !== "hang") process.send?.("listening");
const key = { tenantId: CACHE_TENANT, id: CACHE_ID, tags: ["things"] };
await Promise.all(Array.from({ length: 20 }, () => cached("query", key, load)));
redis()?.disconnect();
