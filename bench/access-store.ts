import type { Factory } from "#testing/factories";
import type { BenchPolicy } from "./access-policy.ts";

type Rows = readonly object[];

/** Writes a generated policy to a tenant that has nothing yet, as the owner of the database. */
export async function storePolicy(
  factory: Factory,
  tenantId: string,
  { policy, people, resources }: BenchPolicy,
): Promise<void> {
  const insert = (statement: string, rows: Rows) =>
    factory.query(statement, [tenantId, JSON.stringify(rows)]);
  await insert(
    `INSERT INTO roles (tenant_id, id, name) SELECT $1, r.id, r.name
     FROM jsonb_to_recordset($2) AS r (id text, name text)`,
    policy.roles,
  );
  await insert(
    `INSERT INTO role_parents SELECT $1, r.role, r.parent
     FROM jsonb_to_recordset($2) AS r (role text, parent text)`,
    policy.roles.flatMap(({ id, parents }) => parents.map((parent) => ({ role: id, parent }))),
  );
  await insert(
    `INSERT INTO role_permissions (tenant_id, role_id, permission, effect, own_only)
     SELECT $1, e.role, e.permission, e.effect, e."ownOnly" FROM jsonb_to_recordset($2)
       AS e (role text, permission text, effect text, "ownOnly" boolean)`,
    policy.roles.flatMap(({ id, entries }) => entries.map((entry) => ({ role: id, ...entry }))),
  );
  await insert(
    `INSERT INTO resource_actions (tenant_id, resource_type, name)
     SELECT $1, split_part(a.id, '.', 1), split_part(a.id, '.', 2)
     FROM jsonb_to_recordset($2) AS a (id text)`,
    policy.productPermissions.map((id) => ({ id })),
  );
  await insert(
    `INSERT INTO resources (tenant_id, type, id, owner, parent_type, parent_id)
     SELECT $1, r.type, r.id, r.owner, r.ancestors #>> '{0,type}', r.ancestors #>> '{0,id}'
     FROM jsonb_to_recordset($2) AS r (type text, id text, owner text, ancestors jsonb)`,
    resources,
  );
  await storePeople(insert, people);
}

async function storePeople(
  insert: (statement: string, rows: Rows) => Promise<unknown>,
  people: BenchPolicy["people"],
): Promise<void> {
  await insert(
    `INSERT INTO users (tenant_id, id, email, name)
     SELECT $1, u.id, u.id || '@bench.example', 'Somebody'
     FROM jsonb_to_recordset($2) AS u (id uuid)`,
    people.map(({ id }) => ({ id })),
  );
  await insert(
    `INSERT INTO role_assignments (tenant_id, user_id, role) SELECT $1, a.person, a.role
     FROM jsonb_to_recordset($2) AS a (person uuid, role text)`,
    people.flatMap(({ id, facts }) =>
      facts.holdings.map(({ roleId }) => ({ person: id, role: roleId })),
    ),
  );
  await insert(
    `INSERT INTO resource_grants (tenant_id, user_id, permission, effect, resource_type, resource_id)
     SELECT $1, g.person, g.permission, g.effect, g."resourceType", g."resourceId"
     FROM jsonb_to_recordset($2) AS g (person uuid, permission text, effect text,
       "resourceType" text, "resourceId" text)`,
    people.flatMap(({ id, facts }) => facts.grants.map((grant) => ({ person: id, ...grant }))),
  );
}
