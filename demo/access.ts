import type { Sql } from "#lib/platform/db";
import { Random } from "../lib/core/random.ts";
import { departments } from "./departments.ts";
import type { DemoTenant } from "./generate.ts";

/** How many lead a team, by hand: nobody's attributes say so. */
const LEADS = 4;
const PROJECTS = ["Website", "Field app", "Price list", "Warehouse move", "Trade fair", "Handbook"];
const DOCUMENTS = ["Plan", "Budget", "Minutes"];

const insertGroups = `
  INSERT INTO groups (tenant_id, id, name, description, rule, created_at, updated_at)
  SELECT $1, id, name, description, nullif(rule, 'null'), $3, $3
  FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, name text, description text, rule jsonb)`;

const insertMembers = `
  INSERT INTO group_members (tenant_id, group_id, user_id, added_at)
  SELECT $1, $2, unnest($3::uuid[]), $4`;

const insertGroupRoles = `
  INSERT INTO group_roles (tenant_id, group_id, role, reason, assigned_at)
  SELECT $1, group_id, role, reason, $3
  FROM jsonb_to_recordset($2::jsonb) AS r (group_id uuid, role text, reason text)`;

const insertResources = `
  INSERT INTO resources (tenant_id, type, id, name, owner, parent_type, parent_id, created_at)
  SELECT $1, type, id, name, owner, parent_type, parent_id, $3
  FROM jsonb_to_recordset($2::jsonb) AS r (type text, id text, name text, owner text,
    parent_type text, parent_id text)`;

const insertGrants = `
  INSERT INTO resource_grants (tenant_id, id, user_id, permission, effect, resource_type, resource_id,
    reason, created_at)
  SELECT $1, id, user_id, permission, effect, resource_type, resource_id, reason, $3
  FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, user_id uuid, permission text, effect text,
    resource_type text, resource_id text, reason text)`;

// Rules chose people just now; in the demo they did when the people came.
const backdateMembers = `
  UPDATE group_members m SET added_at = u.created_at
  FROM users u, groups g
  WHERE m.tenant_id = $1 AND u.tenant_id = $1 AND u.id = m.user_id
    AND g.tenant_id = $1 AND g.id = m.group_id AND g.rule IS NOT NULL`;

const forgetMaking = "DELETE FROM access_history WHERE tenant_id = $1 AND valid_to IS NOT NULL";

// The history was written now, by triggers; in the demo things have been so for as long as they say.
const backdateHistory = `
  UPDATE access_history h SET valid_from = coalesce(
    (h.content ->> 'assigned_at')::timestamptz,
    (h.content ->> 'added_at')::timestamptz,
    (SELECT u.created_at FROM users u
      WHERE h.relation = 'users' AND u.tenant_id = h.tenant_id AND u.id::text = h.key),
    (SELECT r.created_at FROM roles r WHERE r.tenant_id = h.tenant_id AND NOT r.built_in
      AND r.id = coalesce(h.content ->> 'role_id', CASE h.relation WHEN 'roles' THEN h.key END)),
    $2::timestamptz)
  WHERE h.tenant_id = $1`;

/** Groups, a tree of resources with grants on it, and their history, in the owner's transaction. */
export async function storeAccess(sql: Sql, tenant: DemoTenant): Promise<void> {
  const random = new Random(`access of ${tenant.slug}`);
  const since = new Date(tenant.createdAt).toISOString();
  await storeGroups(sql, tenant, random, since);
  await storeResources(sql, tenant, random, since);
  await sql(backdateMembers, [tenant.id]);
  await sql(forgetMaking, [tenant.id]);
  await sql(backdateHistory, [tenant.id, since]);
}

async function storeGroups(
  sql: Sql,
  tenant: DemoTenant,
  random: Random,
  since: string,
): Promise<void> {
  const domain = tenant.users[0]?.email.split("@")[1] ?? "";
  const group = (name: string, description: string, rule: object[] | null) => ({
    id: random.fork(`group ${name}`).uuid(),
    name,
    description,
    rule,
  });
  const everybody = group("Everybody", "Whoever has an address of the company.", [
    { attribute: "email", operator: "ends_with", values: [`@${domain}`] },
  ]);
  const leads = group("Team leads", "Chosen by hand once a year.", null);
  const present = [...new Set(tenant.users.map(({ department }) => department))].sort();
  const byDepartment = present.map((department) =>
    group(departments[department].name, "Whoever the personnel file says belongs to it.", [
      { attribute: "department", operator: "is", values: [department] },
    ]),
  );
  await sql(insertGroups, [tenant.id, JSON.stringify([everybody, leads, ...byDepartment]), since]);
  const staying = tenant.users.filter(({ status, roles }) => status === "active" && !roles.length);
  const chosen = staying.slice(0, LEADS).map(({ id }) => id);
  await sql(insertMembers, [tenant.id, leads.id, chosen, since]);
  const roles = [
    { group_id: everybody.id, role: "user", reason: "Everybody works in the products." },
    { group_id: leads.id, role: "manager", reason: "" },
  ];
  await sql(insertGroupRoles, [tenant.id, JSON.stringify(roles), since]);
}

type Resource = {
  type: string;
  id: string;
  name: string;
  owner: string | null;
  parent_type: string | null;
  parent_id: string | null;
};

async function storeResources(
  sql: Sql,
  tenant: DemoTenant,
  random: Random,
  since: string,
): Promise<void> {
  const people = tenant.users.filter(({ status }) => status === "active");
  const place = (type: string, id: string, name: string, under: Resource | null): Resource => ({
    type,
    id,
    name,
    owner: type === "document" ? random.pick(people).email : null,
    parent_type: under?.type ?? null,
    parent_id: under?.id ?? null,
  });
  const organization = place("organization", tenant.slug, tenant.name, null);
  const workspace = place("workspace", "main", "Main workspace", organization);
  const projects = PROJECTS.map((name) => place("project", slugOf(name), name, workspace));
  const documents = projects.flatMap((project) =>
    DOCUMENTS.map((name) =>
      place("document", `${project.id}-${slugOf(name)}`, `${project.name}: ${name}`, project),
    ),
  );
  const resources = [organization, workspace, ...projects, ...documents];
  await sql(insertResources, [tenant.id, JSON.stringify(resources), since]);
  const grants = projects.flatMap(({ type, id }, index) => [
    {
      id: random.uuid(),
      user_id: random.pick(people).id,
      permission: "document.update",
      effect: "allow",
      resource_type: type,
      resource_id: id,
      reason: "Leads the project.",
    },
    ...(index % 3 === 0
      ? [
          {
            id: random.uuid(),
            user_id: random.pick(people).id,
            permission: "document.read",
            effect: "deny",
            resource_type: "document",
            resource_id: `${id}-budget`,
            reason: "Not before the budget is decided.",
          },
        ]
      : []),
  ]);
  await sql(insertGrants, [tenant.id, JSON.stringify(grants), since]);
}

function slugOf(name: string): string {
  return name.toLowerCase().replaceAll(" ", "-");
}
