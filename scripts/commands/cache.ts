import { parseArgs } from "node:util";
import { type CacheKind, cacheSeconds, invalidatePattern } from "#lib/platform/cache";
import { closeRedis, redis } from "#lib/platform/redis";
import { Refusal } from "../../local/refusal.ts";
import { asOwner } from "./owner.ts";

const kinds = Object.keys(cacheSeconds) as CacheKind[];
const usage = `npm run gatehouse -- cache clear --tenant SLUG [--kind ${kinds.join("|")}] [--pattern "user:*"]`;
const CONNECT_MS = 3_000;

/** `gatehouse cache clear`: forgets what Redis holds for a tenant; it is loaded again when needed. */
export async function cache(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      tenant: { type: "string" },
      kind: { type: "string" },
      pattern: { type: "string", default: "*" },
    },
  });
  const wanted = values.kind ? kinds.filter((kind) => kind === values.kind) : kinds;
  if (positionals.join(" ") !== "clear" || !values.tenant || wanted.length === 0) {
    throw new Refusal("Usage:", usage);
  }
  const tenantId = await tenantOf(values.tenant);
  await requireRedis();
  let removed = 0;
  for (const kind of wanted) removed += await invalidatePattern(kind, tenantId, values.pattern);
  console.log(`✓ ${removed} values are forgotten.`);
  closeRedis();
  return 0;
}

async function tenantOf(slug: string): Promise<string> {
  const [tenant] = await asOwner((sql) =>
    sql<{ id: string }>("SELECT id FROM tenants WHERE slug = $1", [slug]),
  );
  if (!tenant) throw new Refusal(`There is no tenant "${slug}".`);
  return tenant.id;
}

async function requireRedis(): Promise<void> {
  const client = redis();
  if (!client) throw new Refusal("REDIS_URL is not set: there is no cache to clear.");
  if (client.status === "ready") return;
  const isReady = await new Promise<boolean>((resolve) => {
    client.once("ready", () => resolve(true));
    setTimeout(() => resolve(false), CONNECT_MS);
  });
  if (!isReady) throw new Refusal("Redis does not answer.", "Check REDIS_URL.");
}
