import type { Actor } from "../lib/authz/guard/actor.ts";
import { loadPrincipals } from "../lib/authz/store/principal.ts";
import type { Factory } from "./factories.ts";

type Entry = string | { permission: string; effect?: "allow" | "deny"; ownOnly?: boolean };

/** A signed-in person whose only role says this; a text is a permission that it allows everywhere. */
export async function actorWith(
  factory: Factory,
  tenantId: string,
  entries: readonly Entry[],
): Promise<Actor> {
  const person = await factory.createUser(tenantId, { roles: [], name: "Mallory" });
  await giveOwnRole(factory, tenantId, person.id, entries);
  return reloaded(await factory.createActor(tenantId, []), person);
}

/** Gives somebody a role of their own, whose id is theirs, that says this. */
export async function giveOwnRole(
  factory: Factory,
  tenantId: string,
  userId: string,
  entries: readonly Entry[],
): Promise<void> {
  await factory.query("INSERT INTO roles (tenant_id, id, name) VALUES ($1, $2::text, $2::text)", [
    tenantId,
    userId,
  ]);
  for (const each of entries) {
    const entry = typeof each === "string" ? { permission: each } : each;
    await factory.query(
      `INSERT INTO role_permissions (tenant_id, role_id, permission, effect, own_only)
       VALUES ($1, $2, $3, $4, $5)`,
      [tenantId, userId, entry.permission, entry.effect ?? "allow", entry.ownOnly ?? false],
    );
  }
  await factory.query(
    "INSERT INTO role_assignments (tenant_id, user_id, role) VALUES ($1, $2::uuid, $2::text)",
    [tenantId, userId],
  );
}

/** The same person with what they may do now. */
export async function reloaded(
  actor: Actor,
  person: { id: string; name: string; email: string | null } = actor,
): Promise<Actor> {
  const { id, name, email } = person;
  const principal = (await loadPrincipals(actor.tenantId, [id])).get(id);
  if (!principal) throw new Error(`${name} is not active`);
  const { access, permissions, roles } = principal;
  return { ...actor, id, name, email, access, permissions, roles };
}
