import { randomUUID } from "node:crypto";
import { assignRole } from "../lib/access/assignments/service.ts";
import { createRole } from "../lib/access/roles/service.ts";
import type { PermissionId } from "../lib/authz/catalogue/permissions.ts";
import { permissionsEverywhere } from "../lib/authz/engine/decide.ts";
import type { Actor } from "../lib/authz/guard/actor.ts";
import { requirePermission } from "../lib/authz/guard/grant.ts";
import { loadPrincipals } from "../lib/authz/store/principal.ts";
import type { RuleCondition } from "../lib/core/attributes.ts";
import { actorOfSession } from "../lib/identity/credentials/session.ts";
import { encodeSessionToken } from "../lib/identity/credentials/session-token.ts";
import { getGroup, searchMembers } from "../lib/identity/groups/queries.ts";
import { createGroup, updateGroup } from "../lib/identity/groups/service.ts";
import { env } from "../lib/platform/env.ts";
import { dataOf } from "./data-of.ts";
import type { Factory } from "./factories.ts";

export const inFinance: RuleCondition[] = [
  { attribute: "department", operator: "is", values: ["finance"] },
];

/** What tests of groups are made of; `admin` is who does it all where nobody else is named. */
export function groupParts(factory: Factory, admin: () => Actor) {
  async function made(rule: RuleCondition[] | null = null, actor = admin()): Promise<string> {
    return dataOf(await createGroup(actor, { name: randomUUID(), rule })).groupId;
  }

  async function roleWith(permissions: PermissionId[]): Promise<string> {
    const entries = permissions.map((permission) => ({ permission }));
    return dataOf(await createRole(admin(), { name: randomUUID(), entries })).roleId;
  }

  /** Somebody of the tenant with these attributes and no roles. */
  async function personWith(attributes: Record<string, string> = {}): Promise<string> {
    const { id } = await factory.createUser(admin().tenantId, { roles: [] });
    await setAttributes(id, attributes);
    return id;
  }

  async function setAttributes(userId: string, attributes: Record<string, string>): Promise<void> {
    await factory.query("UPDATE users SET attributes = $2 WHERE id = $1", [
      userId,
      JSON.stringify(attributes),
    ]);
  }

  /** A logged-in person whose only way to anything is the group. */
  async function through(groupId: string): Promise<Actor> {
    const person = await factory.createActor(admin().tenantId, []);
    await factory.query("INSERT INTO group_members VALUES ($1, $2, $3)", [
      admin().tenantId,
      groupId,
      person.id,
    ]);
    return current(person);
  }

  async function current(person: Actor): Promise<Actor> {
    const ref = { tenantId: person.tenantId, sessionId: person.sessionId ?? "" };
    const actor = await actorOfSession(encodeSessionToken(ref, env().AUTH_SECRET), person.request);
    if (!actor) throw new Error("the session has ended");
    return actor;
  }

  /** A logged-in person whose only role allows this. */
  async function holder(permissions: PermissionId[]): Promise<Actor> {
    const person = await factory.createActor(admin().tenantId, []);
    const roleId = await roleWith(permissions);
    dataOf(await assignRole(admin(), { roleId, userId: person.id }));
    return current(person);
  }

  async function permissionsOf(userId: string): Promise<string[]> {
    const found = (await loadPrincipals(admin().tenantId, [userId])).get(userId);
    return found ? [...permissionsEverywhere(found.access)].sort() : [];
  }

  async function membersOf(groupId: string): Promise<string[]> {
    const grant = await requirePermission(admin(), "group.read");
    const { rows } = await searchMembers(grant, { groupId }, { limit: 200 });
    return rows.map(({ id }) => id).sort();
  }

  async function changed(groupId: string, part: Record<string, unknown>, actor = admin()) {
    const group = await getGroup(await requirePermission(admin(), "group.read"), groupId);
    const { name, description, rule, updatedAt: basedOn } = group;
    return updateGroup(actor, { groupId, name, description, rule, basedOn, ...part });
  }

  async function eventsOf(groupId: string) {
    return factory.query<{ action: string; target_name: string; reason: string; details: object }>(
      `SELECT action, target_name, reason, details FROM audit_events
       WHERE tenant_id = $1 AND target_id = $2 ORDER BY id`,
      [admin().tenantId, groupId],
    );
  }

  return {
    made,
    roleWith,
    personWith,
    setAttributes,
    through,
    holder,
    permissionsOf,
    membersOf,
    changed,
    eventsOf,
  };
}
