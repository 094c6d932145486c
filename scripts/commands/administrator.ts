import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { BuiltInRoleId } from "#lib/authz/catalogue/roles";
import { composed } from "#lib/core/unicode";
import { recordEvents } from "#lib/events/record";
import { LOGIN_LINK_HOURS } from "#lib/identity/credentials/link-hours";
import { storeLoginLink } from "#lib/identity/credentials/login-link";
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
  await requireFree(sql, tenant);
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
  return storeLoginLink(sql, tenant.id, userId);
}

async function requireFree(sql: Sql, tenant: NewTenant): Promise<void> {
  const [taken] = await sql<{ slug: string }>(
    "SELECT slug FROM tenants WHERE id = $1 OR slug = $2",
    [tenant.id, tenant.slug],
  );
  if (taken) throw new Refusal(`The tenant ${taken.slug} exists already. Nothing was changed.`);
}

/** Checks the options `--email` and `--name` of a new administrator. */
export function readPerson(values: {
  email?: string | undefined;
  name?: string | undefined;
}): NewPerson {
  const parsed = z
    .object({
      email: z.email().max(254),
      name: z.string().trim().overwrite(composed).min(1).max(120),
    })
    .safeParse(values);
  if (parsed.success) return parsed.data;
  throw new Refusal(
    "The first administrator needs an e-mail address and a name.",
    'Add --email ada@example.com --name "Ada Lovelace".',
  );
}

/** Tells somebody how to choose a password. @param base the address at which people reach Gatehouse. */
export function printLink(
  token: string,
  base = process.env.PUBLIC_URL || "http://127.0.0.1:3000",
): void {
  console.log(
    `Open this link within ${LOGIN_LINK_HOURS} hours to choose a password. It works once:`,
  );
  console.log(`  ${base}/first-login#${token}`);
}

/**
 * The origin that links must bear.
 * @throws Refusal when PUBLIC_URL is missing or no address: a guessed one would lead nowhere.
 */
export function publicUrl(): string {
  const text = process.env.PUBLIC_URL ?? "";
  if (URL.canParse(text) && /^https?:/.test(text)) return new URL(text).origin;
  throw new Refusal(
    text ? "PUBLIC_URL is not an http:// or https:// address." : "PUBLIC_URL is missing.",
    "Set it to the address at which people reach Gatehouse: the link begins with it.",
  );
}
