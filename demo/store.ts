import { insertEvents } from "#lib/events/record";
import { makeApiKey } from "#lib/identity/credentials/api-key";
import type { Sql } from "#lib/platform/db";
import { storeAccess } from "./access.ts";
import { storeElevation } from "./elevation.ts";
import { eventRowOf } from "./event.ts";
import { storeFacts } from "./facts/store.ts";
import type { DemoTenant } from "./generate.ts";
import { storeReview } from "./review.ts";
import { storeSeparation } from "./separation.ts";
import type { DemoSession } from "./sessions.ts";
import { storeUses } from "./uses.ts";

/** Rows of one statement: bounds the memory of both sides. */
const BATCH = 1_000;

/** Password hashes by the id of the person; whoever is not in it has no password. */
export type PasswordHashes = ReadonlyMap<string, string>;

const insertTenant = `
  INSERT INTO tenants (id, slug, name, kind, created_at) VALUES ($1, $2, $3, 'customer', $4)`;

const insertUsers = `
  INSERT INTO users (tenant_id, id, email, name, password_hash, status, created_at, attributes)
  SELECT $1, id, email, name, password_hash, status, created_at, attributes
  FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, email text, name text, password_hash text,
    status text, created_at timestamptz, attributes jsonb)`;

const insertRoles = `
  INSERT INTO roles (tenant_id, id, name, description, created_at, updated_at)
  SELECT $1, id, name, description, created_at, created_at
  FROM jsonb_to_recordset($2::jsonb) AS r (id text, name text, description text,
    created_at timestamptz)`;

const insertRolePermissions = `
  INSERT INTO role_permissions (tenant_id, role_id, permission)
  SELECT $1, id, jsonb_array_elements_text(permissions)
  FROM jsonb_to_recordset($2::jsonb) AS r (id text, permissions jsonb)`;

const insertAssignments = `
  INSERT INTO role_assignments (tenant_id, user_id, role, assigned_at)
  SELECT $1, user_id, role, assigned_at
  FROM jsonb_to_recordset($2::jsonb) AS r (user_id uuid, role text, assigned_at timestamptz)`;

const insertSessions = `
  INSERT INTO sessions (tenant_id, id, user_id, ip, user_agent, created_at, last_seen_at,
    expires_at, revoked_at)
  SELECT $1, id, user_id, ip, user_agent, created_at, last_seen_at, expires_at, revoked_at
  FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, user_id uuid, ip inet, user_agent text,
    created_at timestamptz, last_seen_at timestamptz, expires_at timestamptz,
    revoked_at timestamptz)`;

const insertApiKey = `
  INSERT INTO api_keys (tenant_id, id, name, secret_hash, scopes, created_by, created_at,
    last_used_at, expires_at, revoked_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

/** Writes a whole tenant but its alerts, in the caller's transaction of the owner role. */
export async function storeTenant(
  sql: Sql,
  tenant: DemoTenant,
  passwordHashes: PasswordHashes,
): Promise<void> {
  await sql("SELECT set_config('app.tenant_id', $1, true)", [tenant.id]);
  await sql(insertTenant, [tenant.id, tenant.slug, tenant.name, instant(tenant.createdAt)]);
  await storeRoles(sql, tenant);
  await storePeople(sql, tenant, passwordHashes);
  await storeSeparation(sql, tenant);
  await storeElevation(sql, tenant);
  await storeAccess(sql, tenant);
  await storeUses(sql, tenant);
  await storeReview(sql, tenant);
  await storeApiKeys(sql, tenant);
  await storeSessions(sql, tenant.id, tenant.sessions);
  await storeFacts(sql, tenant);
  for (let i = 0; i < tenant.events.length; i += BATCH) {
    await insertEvents(sql, tenant.id, tenant.events.slice(i, i + BATCH).map(eventRowOf));
  }
}

function instant(milliseconds: number): string;
function instant(milliseconds: number | null): string | null;
function instant(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}

/** Those of its own making; the built-in ones came with the tenant. */
async function storeRoles(sql: Sql, { id, roles }: DemoTenant): Promise<void> {
  const rows = roles.map((role) => ({ ...role, created_at: instant(role.createdAt) }));
  await sql(insertRoles, [id, JSON.stringify(rows)]);
  await sql(insertRolePermissions, [id, JSON.stringify(rows)]);
}

async function storePeople(
  sql: Sql,
  { id, users }: DemoTenant,
  passwordHashes: PasswordHashes,
): Promise<void> {
  const people = users.map((user) => ({
    id: user.id,
    email: user.email,
    name: user.name,
    password_hash: passwordHashes.get(user.id) ?? null,
    status: user.status,
    created_at: instant(user.createdAt),
    attributes: { department: user.department, office: user.office },
  }));
  const roles = users.flatMap((user) =>
    user.roles.map(({ role, assignedAt }) => ({
      user_id: user.id,
      role,
      assigned_at: instant(assignedAt),
    })),
  );
  await sql(insertUsers, [id, JSON.stringify(people)]);
  await sql(insertAssignments, [id, JSON.stringify(roles)]);
}

export async function storeSessions(
  sql: Sql,
  tenantId: string,
  sessions: readonly DemoSession[],
): Promise<void> {
  const rows = sessions.map((session) => ({
    id: session.id,
    user_id: session.userId,
    ip: session.ip,
    user_agent: session.userAgent,
    created_at: instant(session.createdAt),
    last_seen_at: instant(session.lastSeenAt),
    expires_at: instant(session.expiresAt),
    revoked_at: instant(session.revokedAt),
  }));
  await sql(insertSessions, [tenantId, JSON.stringify(rows)]);
}

/** The keys themselves are thrown away: nobody can use them, and nobody needs to. */
async function storeApiKeys(sql: Sql, { id, apiKeys }: DemoTenant): Promise<void> {
  for (const key of apiKeys) {
    await sql(insertApiKey, [
      id,
      key.id,
      key.name,
      makeApiKey(id, key.id).secretHash,
      key.scopes,
      key.createdBy,
      instant(key.createdAt),
      instant(key.lastUsedAt),
      instant(key.expiresAt),
      instant(key.revokedAt),
    ]);
  }
}
