import { permissionIds } from "#lib/authz/catalogue/permissions";
import type { Random } from "#lib/core/random";
import type { Factory } from "#testing/factories";

const ROLE_LEVELS = 5;
const RULES = 30;
const GROUPS = 200;
/** So that built-in roles, too, are held by somebody. */
const OTHER_ROLES = ["user", "manager"];

export type TenantSizes = { people: number; roles: number };

type Role = { id: string; name: string; level: number };

/**
 * A tenant with so many people and roles of its own: five levels that inherit, some 30 permissions
 * each, one to four roles and up to two groups a person. Written as the owner of the database.
 */
export async function storeTenant(
  factory: Factory,
  random: Random,
  { people, roles }: TenantSizes,
): Promise<{ tenantId: string; roleIds: readonly string[] }> {
  const tenantId = await factory.createTenant();
  const insert = (statement: string, rows: readonly object[]) =>
    factory.query(statement, [tenantId, JSON.stringify(rows)]);
  const made = await storeRoles(insert, random.fork("roles"), roles);
  await storePeople(insert, random.fork("people"), people, made);
  // As autovacuum leaves it, which would come a minute later.
  await factory.query("ANALYZE users, roles, role_assignments, role_permissions, group_members");
  return { tenantId, roleIds: made.map(({ id }) => id) };
}

type Insert = (statement: string, rows: readonly object[]) => Promise<unknown>;

async function storeRoles(insert: Insert, random: Random, count: number): Promise<Role[]> {
  const roles = Array.from({ length: count }, (_, index): Role => {
    const level = Math.floor((index * ROLE_LEVELS) / count);
    return { id: random.uuid(), name: `Level ${level + 1}, team ${index + 1}`, level };
  });
  const byLevel = Map.groupBy(roles, ({ level }) => level);
  const parents = roles.flatMap(({ id, level }) => {
    const above = byLevel.get(level - 1);
    return above ? [{ role: id, parent: random.pick(above).id }] : [];
  });
  await insert(
    `INSERT INTO roles (tenant_id, id, name, description)
     SELECT $1, r.id, r.name, 'Whoever works for ' || r.name || ' and needs what the team needs.'
     FROM jsonb_to_recordset($2) AS r (id text, name text)`,
    roles,
  );
  await insert(
    `INSERT INTO role_parents SELECT $1, r.role, r.parent
     FROM jsonb_to_recordset($2) AS r (role text, parent text)`,
    parents,
  );
  await insert(
    `INSERT INTO role_permissions (tenant_id, role_id, permission)
     SELECT $1, e.role, e.permission
     FROM jsonb_to_recordset($2) AS e (role text, permission text) ON CONFLICT DO NOTHING`,
    roles.flatMap(({ id }) =>
      Array.from({ length: RULES }, () => ({ role: id, permission: random.pick(permissionIds) })),
    ),
  );
  return roles;
}

const firstNames = [
  "Ada",
  "Ben",
  "Chloé",
  "Dimitri",
  "Elif",
  "Farid",
  "Grace",
  "Hana",
  "Ivo",
  "Jun",
];
const lastNames = ["Okafor", "Novak", "Silva", "Tanaka", "Weber", "Yilmaz", "Moreau", "Larsen"];

async function storePeople(
  insert: Insert,
  random: Random,
  count: number,
  roles: readonly Role[],
): Promise<void> {
  const people = Array.from({ length: count }, (_, index) => {
    const id = random.uuid();
    const name = `${random.pick(firstNames)} ${random.pick(lastNames)}`;
    // An address belongs to one tenant only.
    return { id, name, email: `person${index}@${id}.example`, minutes: index };
  });
  const ids = [...roles.map(({ id }) => id), ...OTHER_ROLES];
  const groups = Array.from({ length: GROUPS }, (_, index) => ({
    id: random.uuid(),
    name: `Group ${index + 1}`,
  }));
  await insert(
    `INSERT INTO users (tenant_id, id, email, name, created_at)
     SELECT $1, u.id, u.email, u.name, now() - u.minutes * interval '1 minute'
     FROM jsonb_to_recordset($2) AS u (id uuid, email text, name text, minutes integer)`,
    people,
  );
  await insert(
    `INSERT INTO role_assignments (tenant_id, user_id, role) SELECT $1, a.person, a.role
     FROM jsonb_to_recordset($2) AS a (person uuid, role text) ON CONFLICT DO NOTHING`,
    people.flatMap(({ id }) =>
      Array.from({ length: random.int(1, 4) }, () => ({ person: id, role: random.pick(ids) })),
    ),
  );
  await insert(
    `INSERT INTO groups (tenant_id, id, name) SELECT $1, g.id, g.name
     FROM jsonb_to_recordset($2) AS g (id uuid, name text)`,
    groups,
  );
  await insert(
    `INSERT INTO group_members (tenant_id, group_id, user_id) SELECT $1, m.in_group, m.person
     FROM jsonb_to_recordset($2) AS m (in_group uuid, person uuid) ON CONFLICT DO NOTHING`,
    people.flatMap(({ id }) =>
      Array.from({ length: random.int(0, 2) }, () => ({
        person: id,
        in_group: random.pick(groups).id,
      })),
    ),
  );
}
