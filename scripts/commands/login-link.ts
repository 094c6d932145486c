import { parseArgs } from "node:util";
import { lockAccess } from "#lib/authz/change/lock-access";
import { recordEvents } from "#lib/events/record";
import { storeLoginLink } from "#lib/identity/credentials/login-link";
import type { Sql } from "#lib/platform/db";
import { Refusal } from "../../local/refusal.ts";
import { commandLine, printLink, publicUrl } from "./administrator.ts";
import { asOwner } from "./owner.ts";

const usage = "npm run gatehouse -- login-link --email ada@example.com [--tenant acme]";

/**
 * `gatehouse login-link --email`: a one-time link for whoever has lost theirs, or their password, when
 * nobody is left who could make one. Whoever may run it holds the database already.
 */
export async function loginLink(args: string[]): Promise<number> {
  const options = { email: { type: "string" }, tenant: { type: "string" } } as const;
  const { values } = parseArgs({ args, options });
  if (!values.email) throw new Refusal("Usage:", usage);
  const { email, tenant } = values;
  // The link would lead nowhere: better to say so before the earlier one stops working.
  const address = publicUrl();
  const { name, token, hasPassword } = await asOwner((sql) => makeLink(sql, email, tenant));
  console.log(
    hasPassword
      ? `✓ ${name} can choose a new password; the old one works until then.`
      : `✓ ${name} can choose a password. Earlier links stopped working.`,
  );
  printLink(token, address);
  return 0;
}

type Found = {
  tenant_id: string;
  slug: string;
  id: string;
  name: string;
  status: string;
  has_password: boolean;
};

const findPerson = `
  SELECT u.tenant_id, t.slug, u.id, u.name, u.status, u.password_hash IS NOT NULL AS has_password
  FROM users u JOIN tenants t ON t.id = u.tenant_id
  WHERE u.email = $1 AND ($2::text IS NULL OR t.slug = $2) ORDER BY t.slug`;

/**
 * Makes the link and its audit event, in the caller's transaction of the owner role.
 * @param tenant the slug of the tenant, where the address has accounts in several.
 * @throws Refusal when there is no such person, when there are several, or they are disabled.
 */
export async function makeLink(sql: Sql, email: string, tenant: string | null = null) {
  const [found, ...others] = await sql<Found>(findPerson, [email, tenant]);
  if (!found) {
    const where = tenant === null ? "" : ` in the tenant ${tenant}`;
    throw new Refusal(`Nobody${where} has the address ${email}.`, "Nothing was changed.");
  }
  if (others.length > 0) {
    const slugs = [found, ...others].map(({ slug }) => slug).join(", ");
    throw new Refusal(`${email} has accounts in ${slugs}.`, "Say which one with --tenant.");
  }
  const { tenant_id: tenantId, id: userId } = found;
  await sql("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
  await lockAccess(sql, tenantId);
  // Again, now that nobody else can change it.
  const [person = found] = await sql<Found>(findPerson, [email, found.slug]);
  const { name, status, has_password: hasPassword } = person;
  if (status !== "active") {
    throw new Refusal(`${name} is disabled.`, "Somebody else has to enable them first.");
  }
  const token = await storeLoginLink(sql, tenantId, userId);
  const action = hasPassword ? "password.reset_link_created" : "login_link.created";
  await recordEvents(sql, tenantId, commandLine, [
    { action, target: { type: "user", id: userId, name } },
  ]);
  return { name, token, hasPassword };
}
