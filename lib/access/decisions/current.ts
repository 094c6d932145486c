import { type Target, targetOf } from "../../authz/engine/decide.ts";
import { type Principal, principalAt } from "../../authz/store/principal.ts";
import { type Place, readPlaces } from "../../authz/store/read-target.ts";
import { versionsOf } from "../../authz/store/versions.ts";
import { withTenantSql } from "../../platform/db.ts";
import { RecentlyRead } from "../../platform/recently-read.ts";
import { singleton } from "../../platform/singleton.ts";

const MAX_ENTRIES = 50_000;
/** Resources looked up with one statement. */
const MAX_BATCH = 1_000;

/** Believed while the version at which it was read is the current one. */
type AtVersion<Value> = { version: string; value: Value };
const newMap = <Value>() => new Map<string, AtVersion<Value>>();

const principals = () => singleton("currentPrincipals", () => newMap<Promise<Principal | null>>());
const userIds = () => singleton("currentUserIds", () => newMap<string>());
const recentUserIds = () => singleton("recentUserIds", () => new RecentlyRead<string | null>());
const places = () => singleton("currentPlaces", () => newMap<Place>());
const recentPlaces = () => singleton("recentPlaces", () => new RecentlyRead<Place | null>());

/**
 * What a person is and may do now; null for somebody disabled or gone. While nothing changes, and
 * nothing of theirs begins or ends, it asks neither Redis nor PostgreSQL.
 */
export async function currentPrincipal(
  tenantId: string,
  userId: string,
): Promise<Principal | null> {
  const { access: version } = await versionsOf(tenantId);
  const key = `${tenantId}/${userId}`;
  const known = principals().get(key);
  if (known?.version === version) {
    const principal = await known.value;
    if (principal && Date.now() < principal.access.validUntil) return principal;
    // It may have been asked for again meanwhile.
    if (principals().get(key) === known) principals().delete(key);
    return currentPrincipal(tenantId, userId);
  }
  const entry = { version, value: principalAt(tenantId, userId, version) };
  remember(principals(), key, entry);
  let principal: Principal | null = null;
  try {
    principal = await entry.value;
    return principal;
  } finally {
    // Nobody is not remembered, and neither is what failed.
    if (!principal && principals().get(key) === entry) principals().delete(key);
  }
}

/** The same with a choice of the roles that exclude each other: asked for rarely, and not remembered. */
export async function principalUsing(
  tenantId: string,
  userId: string,
  activeRoles: readonly string[],
): Promise<Principal | null> {
  const { access: version } = await versionsOf(tenantId);
  return principalAt(tenantId, userId, version, activeRoles);
}

/**
 * The active person of whom a product speaks, by user id, external id or e-mail address, in any case and
 * normal form; null when there is none. No two people have an identifier in common.
 */
export async function findUserId(tenantId: string, subjectId: string): Promise<string | null> {
  const { access: version } = await versionsOf(tenantId);
  const key = `${tenantId}/${subjectId}`;
  const known = userIds().get(key);
  if (known?.version === version) return known.value;
  const userId = await recentUserIds().get(`${version}/${key}`, async () => {
    const [row] = await withTenantSql(tenantId, (sql) =>
      sql<{ id: string }>(readUserId, [tenantId, subjectId]),
    );
    return row?.id ?? null;
  });
  if (userId !== null) remember(userIds(), key, { version, value: userId });
  return userId;
}

const readUserId = `
  SELECT u.id FROM user_identifiers i
  JOIN users u ON u.tenant_id = i.tenant_id AND u.id = i.user_id AND u.status = 'active'
  WHERE i.tenant_id = $1 AND i.key = identifier_key($2)`;

/**
 * A resource as decisions see it: with what lies above it, and with its registered owner, who wins
 * over the one that the question names. It need not be registered: then it lies under nothing.
 */
export async function locateTarget(
  tenantId: string,
  { type, id, owner }: Pick<Target, "type" | "id" | "owner">,
): Promise<Target> {
  const { tree: version } = await versionsOf(tenantId);
  const key = JSON.stringify([tenantId, type, id]);
  const known = places().get(key);
  const place =
    known?.version === version
      ? known.value
      : await recentPlaces().get(`${version} ${key}`, () => readSoon(tenantId, { type, id }));
  if (place && known?.value !== place) remember(places(), key, { version, value: place });
  return targetOf({
    type,
    id,
    owner: place?.owner ?? owner,
    ancestors: place?.ancestors ?? [],
  });
}

type Waiting = {
  ref: { type: string; id: string };
  resolve: (place: Place | null) => void;
  reject: (error: unknown) => void;
};
const waiting = () => singleton("waitingForPlaces", () => new Map<string, Waiting[]>());

/** Whatever is asked for in one turn of the event loop is read with one statement. */
function readSoon(tenantId: string, ref: Waiting["ref"]): Promise<Place | null> {
  return new Promise((resolve, reject) => {
    const list = waiting().get(tenantId);
    if (list) list.push({ ref, resolve, reject });
    else {
      waiting().set(tenantId, [{ ref, resolve, reject }]);
      setImmediate(() => void readWaiting(tenantId));
    }
  });
}

/** Never throws: whoever waits hears of it. */
async function readWaiting(tenantId: string): Promise<void> {
  const all = waiting().get(tenantId) ?? [];
  waiting().delete(tenantId);
  for (let from = 0; from < all.length; from += MAX_BATCH) {
    const batch = all.slice(from, from + MAX_BATCH);
    try {
      const refs = batch.map(({ ref }) => ref);
      const found = await withTenantSql(tenantId, (sql) => readPlaces(sql, tenantId, refs));
      for (const [index, { resolve }] of batch.entries()) resolve(found[index] ?? null);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

function remember<Value>(
  map: Map<string, AtVersion<Value>>,
  key: string,
  entry: AtVersion<Value>,
): void {
  if (map.size >= MAX_ENTRIES) map.clear();
  map.set(key, entry);
}
