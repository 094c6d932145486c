import { type Sql, withTenantSql } from "../platform/db.ts";
import { log } from "../platform/log.ts";
import { singleton } from "../platform/singleton.ts";
import type { Access } from "./access.ts";
import { basisOf } from "./basis.ts";
import type { Target } from "./decide.ts";

const WRITE_MS = 60_000;
/** Uses told apart that are written before the minute is over. */
const MANY = 50_000;
/** Whatever is told apart beyond this, because it cannot be written, is not recorded but counted. */
const MAX_HELD = 200_000;
/** Characters of a resource: an entry of an index has to stay small. */
const MAX_KEY = 600;

type Use = {
  userId: string;
  permission: string;
  basis: "everywhere" | "own" | "grant";
  /** Of a grant: the type, and after a slash the id. */
  key: string;
  count: number;
  lastAt: number;
};
type Buffer = {
  tenants: Map<string, Map<string, Use>>;
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
  note(tenantId, { userId, permission, basis: basis.kind, key, count: 1, lastAt: Date.now() });
}

function isStorable(key: string): boolean {
  return key.length <= MAX_KEY && !key.includes("\0");
}

function note(tenantId: string, use: Use): void {
  const state = buffer();
  let uses = state.tenants.get(tenantId);
  if (!uses) {
    uses = new Map();
    state.tenants.set(tenantId, uses);
  }
  const name = `${use.userId} ${use.permission} ${use.basis} ${use.key}`;
  const known = uses.get(name);
  if (known) {
    known.count += use.count;
    known.lastAt = Math.max(known.lastAt, use.lastAt);
  } else if (state.size >= MAX_HELD) state.lost += use.count;
  else {
    uses.set(name, use);
    state.size++;
    if (state.size === MANY) void writeUses();
    else state.timer ??= setTimeout(() => void writeUses(), WRITE_MS).unref();
  }
}

/** Writes what was noted since the last time; for shut-down too. Never throws: what cannot be written is kept. */
export function writeUses(): Promise<void> {
  const state = buffer();
  state.writing = state.writing.then(writeHeld);
  return state.writing;
}

async function writeHeld(): Promise<void> {
  const state = buffer();
  if (state.timer) clearTimeout(state.timer);
  const { tenants, lost } = state;
  Object.assign(state, { tenants: new Map(), size: 0, lost: 0, timer: null });
  if (lost > 0) log.warn({ lost }, "more was used than can be recorded");
  for (const [tenantId, uses] of tenants) {
    const all = [...uses.values()];
    try {
      await withTenantSql(tenantId, (sql) => write(sql, tenantId, all));
    } catch (error) {
      log.warn({ err: error, tenantId }, "uses of permissions could not be written and are kept");
      for (const use of all) note(tenantId, use);
    }
  }
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
