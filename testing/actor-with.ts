import type { Actor } from "../lib/authz/guard/actor.ts";
import { loadPrincipals } from "../lib/authz/store/principal.ts";
import type { Factory } from "./factories.ts";

type Entry = string | { permission: string; effect?: "allow" | "deny"; ownOnly?: boolean };

/** A logged-in person whose only role says this; a text is a permission that it allows everywhere. */
export async function actorWith(
  factory: Factory,
  tenantId: string,
  entries: readonly Entry[],
): Promise<Actor> {
  const actor = await factory.createActor(tenantId, []);
  await giveOwnRole(factory, tenantId, actor.id, entries);
  return reloaded(actor);
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
export async function reloaded(actor: Actor): Promise<Actor> {
  const principal = (await loadPrincipals(actor.tenantId, [actor.id])).get(actor.id);
  if (!principal) throw new Error(`${actor.name} is not active`);
  const { access, permissions, roles } = principal;
  return { ...actor, access, permissions, roles };
}
