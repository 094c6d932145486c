import { randomBytes, randomUUID } from "node:crypto";
import pg from "pg";
import { type BuiltInRoleId, builtInRoles } from "../lib/authz/catalogue/roles.ts";
import { accessOf, adminPermissions } from "../lib/authz/engine/built-in-policy.ts";
import { permissionsEverywhere } from "../lib/authz/engine/decide.ts";
import type { Actor } from "../lib/authz/guard/actor.ts";
import { makeApiKey } from "../lib/identity/credentials/api-key.ts";
import { hashPassword } from "../lib/identity/credentials/password.ts";
import { encodeSessionToken } from "../lib/identity/credentials/session-token.ts";
import { UtcClient } from "../lib/platform/connection.ts";
import { env } from "../lib/platform/env.ts";

/** Makes rows as the owner would: tests of the app role must not rely on what they test. */
export class Factory {
  readonly #ownerUrl: () => string;
  #pool: pg.Pool | undefined;

  constructor(ownerUrl: () => string) {
    this.#ownerUrl = ownerUrl;
  }

  /** Runs one statement as the owner, who sees every tenant. */
  async query<Row>(text: string, parameters: unknown[] = []): Promise<Row[]> {
    this.#pool ??= this.#connect();
    return (await this.#pool.query(text, parameters)).rows as Row[];
  }

  #connect(): pg.Pool {
    const pool = new pg.Pool({
      Client: UtcClient,
      connectionString: this.#ownerUrl(),
      // Neither keeps a process that has ended its tests, nor needs to be closed.
      allowExitOnIdle: true,
    });
    // Its idle connections end with the database, which is dropped, or stopped by a test. Without a
    // listener that would end the process; a query that is cut off fails by itself.
    pool.on("error", () => undefined);
    return pool;
  }

  async createTenant(name = "Test tenant"): Promise<string> {
    const id = randomUUID();
    const slug = `t-${randomBytes(5).toString("hex")}`;
    await this.query("INSERT INTO tenants (id, slug, name) VALUES ($1, $2, $3)", [id, slug, name]);
    return id;
  }

  async createUser(
    tenantId: string,
    options: { roles?: string[]; password?: string; name?: string; email?: string } = {},
  ): Promise<{ id: string; email: string; name: string }> {
    const id = randomUUID();
    const { roles = ["tenant_admin"], name = "Ada Example" } = options;
    const email = options.email ?? `${randomBytes(6).toString("hex")}@example.com`;
    const passwordHash = options.password ? await hashPassword(options.password) : null;
    await this.query(
      "INSERT INTO users (tenant_id, id, email, name, password_hash) VALUES ($1, $2, $3, $4, $5)",
      [tenantId, id, email, name, passwordHash],
    );
    await this.query(
      `INSERT INTO role_assignments (tenant_id, user_id, role)
       SELECT $1, $2, role FROM unnest($3::text[]) AS role`,
      [tenantId, id, roles],
    );
    return { id, email, name };
  }

  /** An API key and its id. Scopes default to all that a tenant admin holds. */
  async createKey(
    tenantId: string,
    scopes: readonly string[] = adminPermissions,
    state: { expiresAt?: Date; revokedAt?: Date } = {},
  ): Promise<{ id: string; key: string }> {
    const id = randomUUID();
    const { key, secretHash } = makeApiKey(tenantId, id);
    await this.query(
      `INSERT INTO api_keys (tenant_id, id, name, secret_hash, scopes, expires_at, revoked_at)
       VALUES ($1, $2, 'Test key', $3, $4, $5, $6)`,
      [tenantId, id, secretHash, scopes, state.expiresAt ?? null, state.revokedAt ?? null],
    );
    return { id, key };
  }

  /** A live session and the value of its cookie. */
  async createSession(tenantId: string, userId: string): Promise<{ id: string; token: string }> {
    const id = randomUUID();
    await this.query(
      `INSERT INTO sessions (tenant_id, id, user_id, ip, user_agent, expires_at)
       VALUES ($1, $2, $3, '192.0.2.10', 'test', now() + interval '1 hour')`,
      [tenantId, id, userId],
    );
    return { id, token: encodeSessionToken({ tenantId, sessionId: id }, env().AUTH_SECRET) };
  }

  /** A logged-in person as an actor, with a session behind it. */
  async createActor(tenantId: string, roles: BuiltInRoleId[] = ["tenant_admin"]): Promise<Actor> {
    const user = await this.createUser(tenantId, { roles });
    const session = await this.createSession(tenantId, user.id);
    const access = accessOf(roles);
    return {
      kind: "user",
      tenantId,
      id: user.id,
      name: user.name,
      email: user.email,
      sessionId: session.id,
      onBehalfOf: null,
      roles: roles.map((id) => ({ id, ...builtInRoles[id] })),
      access,
      permissions: new Set(permissionsEverywhere(access)),
      request: { requestId: randomUUID(), ip: "192.0.2.10", userAgent: "test" },
    };
  }
}
