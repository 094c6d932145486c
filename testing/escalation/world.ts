import { randomUUID } from "node:crypto";
import { permissionIds } from "../../lib/authz/catalogue/permissions.ts";
import type { Actor } from "../../lib/authz/guard/actor.ts";
import { giveOwnRole, reloaded } from "../actor-with.ts";
import type { Factory } from "../factories.ts";

export type Person = { id: string; email: string };

/** A tenant with somebody who administers much and may do little, and with all that tempts them. */
export type World = {
  tenantId: string;
  admin: Actor;
  /** Tries whatever there is. */
  actor: Actor;
  /** Has nothing, and does what the actor wants. */
  helper: Person;
  /** May do more than the actor; `disabled` is kept out and `later` has it from tomorrow on. */
  above: Record<"victim" | "disabled" | "later", Person>;
  /** A module that an administrator has switched off; null for none. */
  switchedOff: string | null;
};

/** Everything that administers, and little of what it administers. */
const administering = permissionIds.filter((id) =>
  /^(user|group|role|grant|resource|resource_type|tenant_module|elevation|access_request|break_glass|sod|sod_exception|review|api_key|session|alert|job|access|matrix|access_change)\./.test(
    id,
  ),
);
const inProducts = [
  "document.read",
  "document.update",
  "document.export",
  "todo.read",
  "todo.close",
];

/** What is asked about each resource. */
export const asked = inProducts;
export const about: readonly { type: string; id: string; owner?: string; assignee?: string }[] = [
  { type: "document", id: "d1" },
  { type: "document", id: "d2" },
  { type: "document", id: "said", owner: "outsider" },
  { type: "project", id: "p1" },
  { type: "todo", id: "t1", assignee: "outsider" },
];

/** Roles of the tenant, by what they say; those of `keep-apart` exclude each other. */
const ownRoles = {
  strong: [["document.export"], ["order.cancel"], ["customer.read"]],
  documents: [["document.delete"]],
  quiet: [["document.read", "deny"]],
  day: [["document.read"]],
  night: [["group.read"]],
} as const;

/** @param switchesOff whether an administrator has switched the module of documents off. */
export async function makeWorld(factory: Factory, switchesOff: boolean): Promise<World> {
  const tenantId = await factory.createTenant();
  const admin = await factory.createActor(tenantId);
  const actor = await factory.createActor(tenantId, []);
  await addTypeAndResources(factory, tenantId);
  await giveOwnRole(factory, tenantId, actor.id, [
    ...administering,
    "document.read",
    { permission: "document.update", ownOnly: true },
    { permission: "todo.close", effect: "deny" },
  ]);
  const helper = await factory.createUser(tenantId, { roles: [], name: "Helper" });
  const above = {
    victim: await factory.createUser(tenantId, { roles: ["manager"], name: "Sven" }),
    disabled: await factory.createUser(tenantId, { roles: ["manager"], name: "Dora" }),
    later: await factory.createUser(tenantId, { roles: [], name: "Lara" }),
  };
  await addRoles(factory, { tenantId, admin, actor, helper, above });
  await addGroups(factory, { tenantId, admin, above });
  await addWaiting(factory, { tenantId, admin, actor, helper });
  if (switchesOff) {
    await factory.query("INSERT INTO disabled_modules VALUES ($1, 'documents')", [tenantId]);
  }
  const switchedOff = switchesOff ? "documents" : null;
  return { tenantId, admin, actor: await reloaded(actor), helper, above, switchedOff };
}

async function addTypeAndResources(factory: Factory, tenantId: string): Promise<void> {
  await factory.query(
    `WITH type AS (INSERT INTO resource_types (tenant_id, id, name) VALUES ($1, 'todo', 'To-do')),
       action AS (INSERT INTO resource_actions (tenant_id, resource_type, name)
         VALUES ($1, 'todo', 'read'), ($1, 'todo', 'close'))
     INSERT INTO resources (tenant_id, type, id) VALUES ($1, 'project', 'p1'), ($1, 'project', 'p2'),
       ($1, 'document', 'd2')`,
    [tenantId],
  );
}

type Cast = Pick<World, "tenantId" | "admin" | "actor" | "helper" | "above">;

async function addRoles(factory: Factory, cast: Cast): Promise<void> {
  const { tenantId, actor, helper, above } = cast;
  for (const [name, entries] of Object.entries(ownRoles)) {
    await factory.query("INSERT INTO roles (tenant_id, id, name) VALUES ($1, $2, $2)", [
      tenantId,
      name,
    ]);
    for (const [permission, effect = "allow"] of entries) {
      await factory.query(
        "INSERT INTO role_permissions (tenant_id, role_id, permission, effect) VALUES ($1, $2, $3, $4)",
        [tenantId, name, permission, effect],
      );
    }
  }
  await factory.query(
    `INSERT INTO role_assignments (tenant_id, user_id, role, starts_at) VALUES
     ($1, $2, 'day', NULL), ($1, $2, 'night', NULL), ($1, $3, 'strong', now() + interval '1 day'),
     ($1, $4, 'quiet', NULL)`,
    [tenantId, actor.id, above.later.id, helper.id],
  );
  await factory.query(
    `WITH disabled AS (UPDATE users SET status = 'disabled' WHERE id = $2),
       of AS (INSERT INTO resources (tenant_id, type, id, owner, parent_type, parent_id)
         VALUES ($1, 'document', 'd1', $3, 'project', 'p2'))
     INSERT INTO resource_grants (tenant_id, user_id, permission, effect, resource_type, resource_id)
     VALUES ($1, $4, 'document.export', 'allow', 'project', 'p1'),
       ($1, $4, 'document.export', 'allow', 'document', 'd1'),
       ($1, $4, 'document.read', 'deny', 'project', 'p2'),
       ($1, $4, 'document.read', 'deny', 'document', 'd2')`,
    [tenantId, above.disabled.id, above.victim.id, actor.id],
  );
}

async function addGroups(
  factory: Factory,
  { tenantId, above }: Pick<Cast, "tenantId" | "admin" | "above">,
): Promise<void> {
  const rule = JSON.stringify([{ attribute: "team", operator: "is", values: ["admins"] }]);
  await factory.query(
    `WITH made AS (INSERT INTO groups (tenant_id, name, rule)
         VALUES ($1, 'Documents', NULL), ($1, 'By rule', $2::jsonb), ($1, 'Quiet', NULL),
           ($1, 'Free', NULL) RETURNING id, name),
       given AS (INSERT INTO group_roles (tenant_id, group_id, role)
         SELECT $1, id, CASE name WHEN 'Documents' THEN 'documents' WHEN 'Quiet' THEN 'quiet'
           ELSE 'strong' END FROM made WHERE name <> 'Free')
     INSERT INTO group_members (tenant_id, group_id, user_id)
     SELECT $1, id, $3 FROM made WHERE name IN ('Documents', 'Quiet')`,
    [tenantId, rule, above.victim.id],
  );
}

/** What others have begun: a request, rules and exceptions, a review to decide, and a key. */
async function addWaiting(
  factory: Factory,
  { tenantId, admin, actor, helper }: Pick<Cast, "tenantId" | "admin" | "actor" | "helper">,
): Promise<void> {
  const [apart, dayOrNight, review] = [randomUUID(), randomUUID(), randomUUID()];
  await factory.query(
    `WITH elevation AS (INSERT INTO elevation_rules (tenant_id, role_id, request_minutes)
         VALUES ($1, 'strong', 60), ($1, 'day', 60)),
       request AS (INSERT INTO access_requests (tenant_id, user_id, role_id, role_name, kind, minutes,
         reason) VALUES ($1, $2, 'strong', 'strong', 'request', 60, 'Please')),
       key AS (INSERT INTO api_keys (tenant_id, name, secret_hash, scopes, created_by)
         VALUES ($1, 'Strong', '\\x00', ARRAY['document.export', 'invoice.refund'], $3))
     INSERT INTO sod_rules (tenant_id, id, name, kind) VALUES ($1, $4, 'Apart', 'static'),
       ($1, $5, 'Day or night', 'dynamic')`,
    [tenantId, helper.id, admin.id, apart, dayOrNight],
  );
  await factory.query(
    `INSERT INTO sod_rule_roles (tenant_id, rule_id, role_id) VALUES ($1, $2, 'strong'),
     ($1, $2, 'documents'), ($1, $3, 'day'), ($1, $3, 'night')`,
    [tenantId, apart, dayOrNight],
  );
  await factory.query(
    `WITH asked AS (INSERT INTO sod_exceptions (tenant_id, rule_id, user_id, reason, ends_at, asked_by,
         asked_by_name) VALUES ($1, $2, $3, 'Holidays', now() + interval '1 day', $4, 'Ada')),
       review AS (INSERT INTO reviews (tenant_id, id, name, scope_kind, scope, started_by,
         started_by_name, deadline) VALUES ($1, $5, 'Autumn', 'roles', '[]', $4, 'Ada',
           now() + interval '1 day'))
     SELECT 1`,
    [tenantId, apart, helper.id, admin.id, review],
  );
  await factory.query(
    `INSERT INTO review_lines (tenant_id, review_id, position, kind, user_id, user_name, role_id,
       role_name, reason, since, path, reviewer_id, reviewer_name)
     SELECT $1, $2, row_number() OVER (ORDER BY role, user_id), 'assignment', user_id, 'Somebody', role,
       role, '', now(), '[]', $3, 'Actor'
     FROM role_assignments WHERE tenant_id = $1 AND role IN ('manager', 'quiet', 'tenant_admin')`,
    [tenantId, review, actor.id],
  );
}
