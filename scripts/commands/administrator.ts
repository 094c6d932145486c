import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { BuiltInRoleId } from "#lib/authz/catalogue/roles";
import { recordEvents } from "#lib/events/record";
import {
  hashLinkSecret,
  LOGIN_LINK_HOURS,
  makeLoginLink,
} from "#lib/identity/credentials/login-link";
import type { Sql } from "#lib/platform/db";
import { Refusal } from "../../local/refusal.ts";

export const commandLine = {
  kind: "system" as const,
  id: "command-line",
  name: "Command line",
  request: { requestId: null, ip: null, userAgent: null },
};

type NewTenant = { id: string; slug: string; name: string; kind: "platform" | "customer" };
type NewPerson = { email: string; name: string };

/**
 * Creates a tenant and its first administrator, with their audit events, in the caller's
 * transaction of the owner role.
 * @returns the one-time link's token: there is no default password.
 */
export async function createTenantWithAdministrator(
  sql: Sql,
  tenant: NewTenant,
  person: NewPerson,
): Promise<string> {
  await requireFree(sql, tenant, person);
  await sql("SELECT set_config('app.tenant_id', $1, true)", [tenant.id]);
  await sql("INSERT INTO tenants (id, slug, name, kind) VALUES ($1, $2, $3, $4)", [
    tenant.id,
    tenant.slug,
    tenant.name,
    tenant.kind,
  ]);
  const userId = randomUUID();
  const role: BuiltInRoleId = "tenant_admin";
  await sql("INSERT INTO users (tenant_id, id, email, name) VALUES ($1, $2, $3, $4)", [
    tenant.id,
    userId,
    person.email,
    person.name,
  ]);
  await sql("INSERT INTO role_assignments (tenant_id, user_id, role) VALUES ($1, $2, $3)", [
    tenant.id,
    userId,
    role,
  ]);
  const user = { type: "user", id: userId, name: person.name };
  await recordEvents(sql, tenant.id, commandLine, [
    { action: "tenant.created", target: { type: "tenant", id: tenant.id, name: tenant.name } },
    { action: "user.created", target: user, details: { email: person.email } },
    { action: "role.assigned", target: user, details: { role } },
  ]);
  return createLoginLink(sql, tenant.id, userId);
}

/** Stores a new one-time link for a person and returns its token. */
async function createLoginLink(sql: Sql, tenantId: string, userId: string): Promise<string> {
  const linkId = randomUUID();
  const { token, secret } = makeLoginLink(tenantId, linkId);
  await sql(
    `INSERT INTO login_links (tenant_id, id, user_id, token_hash, expires_at)
     VALUES ($1, $2, $3, $4, now() + make_interval(hours => $5))`,
    [tenantId, linkId, userId, hashLinkSecret(secret), LOGIN_LINK_HOURS],
  );
  return token;
}

async function requireFree(sql: Sql, tenant: NewTenant, person: NewPerson): Promise<void> {
  const [taken] = await sql<{ what: string }>(
    `SELECT 'tenant ' || slug AS what FROM tenants WHERE id = $1 OR slug = $2
     UNION ALL SELECT 'account ' || email FROM users WHERE email = $3`,
    [tenant.id, tenant.slug, person.email],
  );
  if (taken) throw new Refusal(`The ${taken.what} exists already. Nothing was changed.`);
}

/** Checks the options `--email` and `--name` of a new administrator. */
export function readPerson(values: {
  email?: string | undefined;
  name?: string | undefined;
}): NewPerson {
  const parsed = z
    .object({ email: z.email().max(254), name: z.string().trim().min(1).max(120) })
    .safeParse(values);
  if (parsed.success) return parsed.data;
  throw new Refusal(
    "The first administrator needs an e-mail address and a name.",
    'Add --email ada@example.com --name "Ada Lovelace".',
  );
}

/** Tells the administrator how to sign in for the first time. */
export function printLink(token: string): void {
  const base = process.env.PUBLIC_URL || "http://127.0.0.1:3000";
  console.log(
    `Open this link within ${LOGIN_LINK_HOURS} hours to choose a password. It works once:`,
  );
  console.log(`  ${base}/first-login#${token}`);
}
