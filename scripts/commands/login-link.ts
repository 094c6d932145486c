import { parseArgs } from "node:util";
import { lockAccess } from "#lib/authz/change/lock-access";
import { recordEvents } from "#lib/events/record";
import { storeLoginLink } from "#lib/identity/credentials/login-link";
import type { Sql } from "#lib/platform/db";
import { Refusal } from "../../local/refusal.ts";
import { commandLine, printLink, publicUrl } from "./administrator.ts";
import { asOwner } from "./owner.ts";

const usage = "npm run gatehouse -- login-link --email ada@example.com";

/**
 * `gatehouse login-link --email`: a one-time link for whoever has lost theirs, or their password, when
 * nobody is left who could make one. Whoever may run it holds the database already.
 */
export async function loginLink(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { email: { type: "string" } } });
  if (!values.email) throw new Refusal("Usage:", usage);
  const { email } = values;
  // The link would lead nowhere: better to say so before the earlier one stops working.
  const address = publicUrl();
  const { name, token, hasPassword } = await asOwner((sql) => makeLink(sql, email));
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
  id: string;
  name: string;
  status: string;
  has_password: boolean;
};

const findPerson = `
  SELECT tenant_id, id, name, status, password_hash IS NOT NULL AS has_password
  FROM users WHERE email = $1`;

/**
 * Makes the link and its audit event, in the caller's transaction of the owner role.
 * @throws Refusal when there is no such person, or they are disabled.
 */
export async function makeLink(sql: Sql, email: string) {
  const [found] = await sql<Found>(findPerson, [email]);
  if (!found) throw new Refusal(`Nobody has the address ${email}.`, "Nothing was changed.");
  const { tenant_id: tenantId, id: userId } = found;
  await sql("SELECT set_config('app.tenant_id', $1, true)", [tenantId]);
  await lockAccess(sql, tenantId);
  // Again, now that nobody else can change it.
  const [person = found] = await sql<Found>(findPerson, [email]);
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
