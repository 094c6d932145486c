import { randomUUID } from "node:crypto";
import type { Actor } from "../lib/authz/guard/actor.ts";
import type { Factory } from "./factories.ts";

/** Roles by what is awkward about them; `heir` inherits from `editor`, `deep` from `heir`. */
const roles = {
  editor: [
    ["document.update", "allow", false],
    ["order.read", "allow", false],
  ],
  heir: [["invoice.read", "allow", false]],
  deep: [["document.read", "deny", false]],
  owner: [
    ["document.read", "allow", true],
    ["todo.close", "allow", true],
  ],
  denier: [["order.read", "deny", false]],
  empty: [],
  clerk: [["invoice.create", "allow", false]],
  approver: [["invoice.refund", "allow", false]],
  day: [["customer.read", "allow", false]],
  night: [["order.cancel", "allow", false]],
} as const satisfies Record<string, readonly (readonly [string, string, boolean])[]>;

/** Who is in which group; `staff` goes by a rule. */
const members = {
  staff: ["inStaff", "both", "disabledMember"],
  closed: ["inClosed", "inStaff"],
  later: ["inLater"],
} as const;

/** Days from now at which what somebody was given begins and ends; null for none. */
type Days = readonly [number | null, number | null];
const always: Days = [null, null];

const assigned: readonly (readonly [string, keyof typeof roles, Days])[] = [
  ["direct", "editor", always],
  ["both", "editor", always],
  ["temporary", "editor", [-1, 1]],
  ["future", "editor", [1, null]],
  ["ended", "editor", [-2, -1]],
  ["disabled", "editor", always],
  ["inherits", "heir", always],
  ["inheritsTwice", "deep", always],
  ["direct", "heir", [-2, -1]],
  ["denied", "editor", always],
  ["denied", "denier", always],
  ["ownOnly", "owner", always],
  ["ownDenied", "owner", always],
  ["granted", "empty", always],
  ["breaker", "clerk", always],
  ["breaker", "approver", always],
  ["excepted", "clerk", always],
  ["excepted", "approver", always],
  ["asking", "clerk", always],
  ["asking", "approver", always],
  ["willBreak", "clerk", always],
  ["willBreak", "approver", [1, null]],
  ["chooser", "day", always],
  ["chooser", "night", always],
  ["excused", "day", always],
  ["excused", "night", always],
];

/** Who has each role now, told by hand: the answer that no query may differ from. */
export const holding: Record<keyof typeof roles, readonly string[]> = {
  editor: ["direct", "both", "temporary", "denied", "inStaff"],
  heir: ["inherits"],
  deep: ["inheritsTwice"],
  owner: ["ownOnly", "ownDenied"],
  denier: ["denied"],
  empty: ["granted"],
  clerk: ["breaker", "excepted", "asking", "willBreak"],
  approver: ["breaker", "excepted", "asking"],
  day: ["chooser", "excused"],
  night: ["chooser", "excused"],
};

export type AwkwardTenant = {
  /** Ids by name. */
  people: Readonly<Record<string, string>>;
  roles: Readonly<Record<string, string>>;
  groups: Readonly<Record<string, string>>;
  rules: Readonly<Record<"invoices" | "shifts", string>>;
};

type Admin = Pick<Actor, "tenantId" | "id">;

/** A tenant in which every way of counting that is slightly wrong gives another figure. */
export async function fillAwkwardly(factory: Factory, admin: Admin): Promise<AwkwardTenant> {
  const { tenantId } = admin;
  const named = (names: Iterable<string>) =>
    Object.fromEntries([...new Set(names)].map((name) => [name, randomUUID()]));
  const people = named([...assigned.map(([name]) => name), ...Object.values(members).flat()]);
  const ofRole = named(Object.keys(roles));
  const groups = named(Object.keys(members));
  await addPeople(factory, tenantId, people);
  await addRoles(factory, tenantId, ofRole);
  const given = assigned.map(([name, role, [from, to]]) => ({
    user: people[name],
    role: ofRole[role],
    from,
    to,
  }));
  await factory.query(
    `INSERT INTO role_assignments (tenant_id, user_id, role, starts_at, ends_at)
     SELECT $1, a."user", a.role, now() + make_interval(days => a."from"), now() + make_interval(days => a."to")
     FROM json_to_recordset($2) AS a ("user" uuid, role text, "from" int, "to" int)`,
    [tenantId, JSON.stringify(given)],
  );
  await addGroups(factory, tenantId, { people, groups, roles: ofRole });
  await factory.query(
    `INSERT INTO resource_grants (tenant_id, user_id, permission, effect, resource_type, resource_id)
     VALUES ($1, $2, 'document.read', 'deny', 'document', NULL),
       ($1, $3, 'document.read', 'allow', 'document', 'd1')`,
    [tenantId, people.ownDenied, people.granted],
  );
  const rules = await addRules(factory, tenantId, { admin, people, roles: ofRole });
  return { people, roles: ofRole, groups, rules };
}

type Ids = Readonly<Record<string, string>>;

async function addPeople(factory: Factory, tenantId: string, people: Ids): Promise<void> {
  const names = Object.keys(people);
  await factory.query(
    `INSERT INTO users (tenant_id, id, name, email, status, attributes)
     SELECT $1, id, name, name || '.' || id || '@example.com',
       CASE WHEN name LIKE 'disabled%' THEN 'disabled' ELSE 'active' END,
       CASE WHEN name = ANY ($4) THEN '{"team": "staff"}'::jsonb ELSE '{}'::jsonb END
     FROM unnest($2::uuid[], $3::text[]) AS person (id, name)`,
    [tenantId, Object.values(people), names, members.staff],
  );
}

async function addRoles(factory: Factory, tenantId: string, ids: Ids): Promise<void> {
  await factory.query(
    "INSERT INTO resource_types (tenant_id, id, name) VALUES ($1, 'todo', 'To-do')",
    [tenantId],
  );
  await factory.query("INSERT INTO resource_actions VALUES ($1, 'todo', 'close')", [tenantId]);
  await factory.query(
    "INSERT INTO roles (tenant_id, id, name) SELECT $1, id, name FROM unnest($2::text[], $3::text[]) AS r (id, name)",
    [tenantId, Object.values(ids), Object.keys(ids)],
  );
  const said = Object.entries(roles).flatMap(([name, entries]) =>
    entries.map(([permission, effect, own]) => ({ role: ids[name], permission, effect, own })),
  );
  await factory.query(
    `INSERT INTO role_permissions (tenant_id, role_id, permission, effect, own_only)
     SELECT $1, e.role, e.permission, e.effect, e.own
     FROM json_to_recordset($2) AS e (role text, permission text, effect text, own boolean)`,
    [tenantId, JSON.stringify(said)],
  );
  await factory.query("INSERT INTO role_parents VALUES ($1, $2, $3), ($1, $4, $2)", [
    tenantId,
    ids.heir,
    ids.editor,
    ids.deep,
  ]);
}

async function addGroups(
  factory: Factory,
  tenantId: string,
  { people, groups, roles: ids }: { people: Ids; groups: Ids; roles: Ids },
): Promise<void> {
  const rule = [{ attribute: "team", operator: "is", values: ["staff"] }];
  await factory.query(
    `INSERT INTO groups (tenant_id, id, name, rule) VALUES
     ($1, $2, 'staff', $5), ($1, $3, 'closed', NULL), ($1, $4, 'later', NULL)`,
    [tenantId, groups.staff, groups.closed, groups.later, JSON.stringify(rule)],
  );
  for (const [name, all] of Object.entries(members)) {
    await factory.query(
      "INSERT INTO group_members SELECT $1, $2, unnest($3::uuid[]) ON CONFLICT DO NOTHING",
      [tenantId, groups[name], all.map((person) => people[person])],
    );
  }
  await factory.query(
    `INSERT INTO group_roles (tenant_id, group_id, role, starts_at, ends_at) VALUES
     ($1, $2, $5, NULL, NULL), ($1, $3, $5, NULL, now() - interval '1 day'),
     ($1, $4, $5, now() + interval '1 day', NULL)`,
    [tenantId, groups.staff, groups.closed, groups.later, ids.editor],
  );
}

async function addRules(
  factory: Factory,
  tenantId: string,
  { admin, people, roles: ids }: { admin: Admin; people: Ids; roles: Ids },
): Promise<AwkwardTenant["rules"]> {
  const rules = { invoices: randomUUID(), shifts: randomUUID() };
  await factory.query(
    `INSERT INTO sod_rules (tenant_id, id, name, kind) VALUES
     ($1, $2, 'Invoices', 'static'), ($1, $3, 'Shifts', 'dynamic')`,
    [tenantId, rules.invoices, rules.shifts],
  );
  await factory.query(
    "INSERT INTO sod_rule_roles VALUES ($1, $2, $3), ($1, $2, $4), ($1, $5, $6), ($1, $5, $7)",
    [tenantId, rules.invoices, ids.clerk, ids.approver, rules.shifts, ids.day, ids.night],
  );
  const exceptions = [
    [rules.invoices, people.excepted, "approved"],
    [rules.invoices, people.asking, "asked"],
    [rules.shifts, people.excused, "approved"],
  ];
  for (const [rule, person, state] of exceptions) {
    await factory.query(
      `INSERT INTO sod_exceptions (tenant_id, rule_id, user_id, reason, state, ends_at, asked_by,
         asked_by_name, decided_by, decided_by_name, decided_at)
       SELECT $1, $2, $3, 'Holidays', $4, now() + interval '1 day', $5, 'Ada', d.by, d.name, d.at
       FROM (VALUES ('approved', $6::uuid, 'Bob', now()), ('asked', NULL, NULL, NULL))
         AS d (state, by, name, at) WHERE d.state = $4`,
      [tenantId, rule, person, state, admin.id, people.direct],
    );
  }
  return rules;
}
