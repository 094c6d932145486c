import { type Sql, withTenantSql } from "../../platform/db.ts";
import { log } from "../../platform/log.ts";
import { singleton } from "../../platform/singleton.ts";
import { workForNobody } from "../../platform/unit-of-work.ts";
import type { Access } from "../engine/access.ts";
import { type Basis, basisOf } from "../engine/basis.ts";
import type { Target } from "../engine/decide.ts";

/** Long: among thousands of people every decision of a second is another row, but not of a minute. */
const WRITE_MS = 60_000;
/** Uses told apart that are written at once. */
const MANY = 50_000;
/** Whatever is told apart beyond this, because it cannot be written, is not recorded but counted. */
const MAX_HELD = 200_000;
/** Characters of a resource: an entry of an index has to stay small. */
const MAX_KEY = 600;

type Use = {
  userId: string;
  permission: string;
  basis: Basis["kind"];
  /** Of a grant: the type, and after a slash the id. */
  key: string;
  count: number;
  lastAt: number;
};
/** By person, then by permission: a use that is known already is found without making anything. */
type People = Map<string, Permissions>;
type Permissions = Map<string, Use[]>;
type Buffer = {
  tenants: Map<string, People>;
  size: number;
  lost: number;
  timer: NodeJS.Timeout | null;
  writing: Promise<void>;
};

const buffer = () =>
  singleton(
    "heldUses",
    (): Buffer => ({
      tenants: new Map(),
      size: 0,
      lost: 0,
      timer: null,
      writing: Promise.resolve(),
    }),
  );

/**
 * Notes that a person was allowed something, and by what. It is in the database within a minute; a
 * process that is killed loses what it noted since.
 */
export function recordUse(
  tenantId: string,
  userId: string,
  access: Access,
  permission: string,
  target: Target | null,
): void {
  const basis = basisOf(access, permission, target);
  if (!basis) return;
  const key = basis.kind === "grant" && isStorable(basis.key) ? basis.key : "";
  const use = heldUse(tenantId, userId, permission, basis.kind, key);
  if (use) {
    use.count++;
    use.lastAt = Date.now();
  } else buffer().lost++;
}

function isStorable(key: string): boolean {
  return key.length <= MAX_KEY && !key.includes("\0");
}

/** What is noted of a use so far, if only that there is one; null when no more can be held. */
function heldUse(
  tenantId: string,
  userId: string,
  permission: string,
  basis: Basis["kind"],
  key: string,
): Use | null {
  const state = buffer();
  const uses = state.tenants.get(tenantId)?.get(userId)?.get(permission);
  const known = uses?.find((use) => use.basis === basis && use.key === key);
  if (known) return known;
  if (state.size >= MAX_HELD) return null;
  const use: Use = { userId, permission, basis, key, count: 0, lastAt: 0 };
  const people = entryOf(state.tenants, tenantId, (): People => new Map());
  const permissions = entryOf(people, userId, (): Permissions => new Map());
  entryOf(permissions, permission, (): Use[] => []).push(use);
  state.size++;
  if (state.size === MANY) void writeUses();
  else state.timer ??= setTimeout(() => void writeUses(), WRITE_MS).unref();
  return use;
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** Writes what was noted since the last time; for shut-down too. Never throws: what cannot be written is kept. */
export function writeUses(): Promise<void> {
  const state = buffer();
  state.writing = state.writing.then(() => workForNobody(writeHeld));
  return state.writing;
}

async function writeHeld(): Promise<void> {
  const state = buffer();
  if (state.timer) clearTimeout(state.timer);
  const { tenants, lost } = state;
  Object.assign(state, { tenants: new Map(), size: 0, lost: 0, timer: null });
  if (lost > 0) log.warn({ lost }, "more was used than can be recorded");
  for (const [tenantId, uses] of tenants) {
    const all = [...uses.values()].flatMap((permissions) => [...permissions.values()].flat());
    try {
      await withTenantSql(tenantId, (sql) => write(sql, tenantId, all));
    } catch (error) {
      log.warn({ err: error, tenantId }, "uses of permissions could not be written and are kept");
      for (const use of all) keep(tenantId, use);
    }
  }
}

function keep(tenantId: string, { userId, permission, basis, key, count, lastAt }: Use): void {
  const held = heldUse(tenantId, userId, permission, basis, key);
  if (held) {
    held.count += count;
    held.lastAt = Math.max(held.lastAt, lastAt);
  } else buffer().lost += count;
}

// Processes that write at once lock the rows in the same order; who is gone meanwhile has used nothing.
const addUses = `
  INSERT INTO permission_uses AS known (tenant_id, user_id, permission, day, basis, resource_type,
    resource_id, count, last_at)
  SELECT $1, d.user_id, d.permission, (d.last_at AT TIME ZONE 'UTC')::date, d.basis,
    d.resource_type, d.resource_id, d.count, d.last_at
  FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[],
    $8::timestamptz[]) AS d (user_id, permission, basis, resource_type, resource_id, count, last_at)
  WHERE EXISTS (SELECT FROM users u WHERE u.tenant_id = $1 AND u.id = d.user_id)
  ORDER BY 2, 3, 4, 5, 6, 7
  ON CONFLICT (tenant_id, user_id, permission, day, basis, resource_type, resource_id)
  DO UPDATE SET count = known.count + excluded.count,
    last_at = greatest(known.last_at, excluded.last_at)`;

async function write(sql: Sql, tenantId: string, uses: readonly Use[]): Promise<void> {
  const parts = uses.map(({ key }) => {
    const slash = key.indexOf("/");
    return slash < 0
      ? { type: key, id: "" }
      : { type: key.slice(0, slash), id: key.slice(slash + 1) };
  });
  await sql(addUses, [
    tenantId,
    uses.map(({ userId }) => userId),
    uses.map(({ permission }) => permission),
    uses.map(({ basis }) => basis),
    parts.map(({ type }) => type),
    parts.map(({ id }) => id),
    uses.map(({ count }) => count),
    uses.map(({ lastAt }) => new Date(lastAt).toISOString()),
  ]);
}
