import { randomUUID } from "node:crypto";
import pg from "pg";
import { beforeAll, describe, expect, it } from "vitest";
import { ingestEvents } from "../../lib/audit/ingestion/service.ts";
import type { Actor } from "../../lib/authz/guard/actor.ts";
import { requirePermission } from "../../lib/authz/guard/grant.ts";
import { env } from "../../lib/platform/env.ts";
import { setUpTestDatabase } from "../database.ts";
import { Factory } from "../factories.ts";

/** Tables that belong to no tenant, each with its reason. */
const globalTables = new Map([
  ["_prisma_migrations", "which migrations were applied"],
  ["builds", "which builds were served lately"],
  ["build_files", "the files that pages of each build load, for anybody"],
  ["servers", "which servers live, and their build"],
  ["worker_heartbeats", "which worker processes live"],
  ["uptime_checks", "whether the installation answered"],
]);
/** Policies that deliberately reach across tenants, as table.policy. */
const crossingPolicies = new Set([
  "tenants.every_tenant",
  "audit_events.search",
  "audit_arrivals.every_tenant",
]);
/** Functions that run with the owner's rights; each must pin its search path. */
const definerFunctions = [
  "claim_identifiers",
  "detection_backlog",
  "enqueue",
  "ensure_audit_partitions",
  "find_login",
  "find_logins",
  "keep_access_history",
  "raise_emergency_alert",
];
/** What the worker must see of every tenant to know where there is work. */
const workerSeesAll = new Set(["tenants", "audit_arrivals"]);

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);

type Table = { name: string; partition: boolean };
let tables: Table[];
let a: Actor;
let b: Actor;

/** One row for each table that nothing above fills; $1 is the tenant, $2 a person of it. */
const fillings = [
  `INSERT INTO role_permissions SELECT $1, 'executive', 'audit.read' WHERE $2::uuid IS NOT NULL`,
  `INSERT INTO role_parents SELECT $1, 'executive', 'user' WHERE $2::uuid IS NOT NULL`,
  `WITH made AS (
     INSERT INTO groups (tenant_id, name) VALUES ($1, 'Finance') RETURNING tenant_id, id
   ), member AS (
     INSERT INTO group_members SELECT tenant_id, id, $2 FROM made
   ), granted AS (
     INSERT INTO resource_grants (tenant_id, group_id, permission, resource_type)
     SELECT tenant_id, id, 'document.read', 'project' FROM made
   )
   INSERT INTO group_roles (tenant_id, group_id, role) SELECT tenant_id, id, 'user' FROM made`,
  `INSERT INTO resource_types (tenant_id, id, name) SELECT $1, 'todo', 'To-do' WHERE $2::uuid IS NOT NULL`,
  `INSERT INTO resource_actions SELECT $1, 'todo', 'read' WHERE $2::uuid IS NOT NULL`,
  `INSERT INTO subject_types SELECT $1, 'identity' WHERE $2::uuid IS NOT NULL`,
  `INSERT INTO resources (tenant_id, type, id) VALUES ($1, 'project', $2::uuid::text)`,
  `INSERT INTO disabled_modules SELECT $1, 'customers' WHERE $2::uuid IS NOT NULL`,
  `INSERT INTO permission_uses (tenant_id, user_id, permission, day, basis, count, last_at)
   VALUES ($1, $2, 'document.read', now(), 'everywhere', 1, now())`,
  `WITH made AS (
     INSERT INTO sod_rules (tenant_id, name, kind) VALUES ($1, 'Invoices', 'static')
     RETURNING tenant_id, id
   ), role AS (
     INSERT INTO sod_rule_roles SELECT tenant_id, id, 'user' FROM made
   ), permission AS (
     INSERT INTO sod_rule_permissions SELECT tenant_id, id, 'invoice.create' FROM made
   )
   INSERT INTO sod_exceptions (tenant_id, rule_id, user_id, reason, ends_at, asked_by, asked_by_name)
   SELECT tenant_id, id, $2, 'Holidays', now() + interval '1 hour', uuidv7(), 'Ada' FROM made`,
  `INSERT INTO elevation_rules SELECT $1, 'executive', 60, 30 WHERE $2::uuid IS NOT NULL`,
  `INSERT INTO access_requests (tenant_id, user_id, role_id, role_name, kind, minutes, reason)
   VALUES ($1, $2, 'executive', 'Executive', 'request', 60, 'Holidays')`,
  `WITH made AS (
     INSERT INTO reviews (tenant_id, name, scope_kind, scope, started_by, started_by_name, deadline)
     VALUES ($1, 'Autumn', 'roles', '[]', $2, 'Ada', now() + interval '1 day') RETURNING tenant_id, id
   ), line AS (
     INSERT INTO review_lines (tenant_id, review_id, position, kind, group_id, role_id, path, reason,
       since, reviewer_id, reviewer_name)
     SELECT tenant_id, id, 1, 'group_role', uuidv7(), 'user', '[]', '', now(), $2, 'Ada' FROM made
   ), key AS (
     INSERT INTO review_keys (tenant_id, kid, jwk) SELECT tenant_id, 'k', '{}' FROM made
     RETURNING tenant_id, kid
   )
   INSERT INTO review_evidence SELECT m.tenant_id, m.id, k.kid, '{}' FROM made m, key k`,
  `INSERT INTO login_lockouts VALUES ($1, $2, now())`,
  `INSERT INTO preferences (tenant_id, user_id, theme) VALUES ($1, $2, 'dark')`,
  `WITH alert AS (
     INSERT INTO alerts (tenant_id, rule_id, group_by, group_value, severity, event_count,
       first_event_at, last_event_at)
     VALUES ($1, 'failed_log_ins', 'account', $2::uuid::text, 'high', 1, now(), now()) RETURNING id
   ), change AS (
     INSERT INTO alert_changes (tenant_id, alert_id, change, actor_type, actor_id, actor_name)
     SELECT $1, id, 'raised', 'system', 'detection', 'Gatehouse' FROM alert
   )
   INSERT INTO rule_matches (tenant_id, rule_id, group_by, event_id, group_value, occurred_at,
     alert_id)
   SELECT $1, 'failed_log_ins', 'account', uuidv7(), 'ada', now(), id FROM alert`,
  `INSERT INTO unevaluated_events SELECT $1, $2::uuid, 'broken'`,
  `INSERT INTO user_activity SELECT $1, current_date, $2::uuid::text, 'Ada', 1`,
  `INSERT INTO request_metrics
   SELECT $1, now(), 'GET /me', $2::uuid, 1, 0, 0, ARRAY[1]::smallint[], ARRAY[1]`,
  `INSERT INTO cache_metrics SELECT $1, now(), 'kpi', $2::uuid, 1, 0`,
  `INSERT INTO dead_jobs (tenant_id, queue_id, task, payload, attempts, last_error)
   SELECT $1, hashtext($2::uuid::text), 'kpis.prune_facts', '{}', 3, 'broken'`,
];

async function fillEveryTable(actor: Actor): Promise<void> {
  const { tenantId } = actor;
  const grant = await requirePermission(actor, "audit.record");
  const item = { id: randomUUID(), occurredAt: "2026-01-02T03:04:05Z", action: "wall.tested" };
  await ingestEvents(grant, [{ index: 0, item }]);
  await factory.createKey(tenantId);
  await factory.query("INSERT INTO audit_leaves VALUES ($1, 1, sha256('leaf'))", [tenantId]);
  await factory.query(
    `INSERT INTO login_links (tenant_id, user_id, token_hash, expires_at)
     VALUES ($1, $2, sha256('link'), now() + interval '1 hour')`,
    [tenantId, actor.id],
  );
  for (const statement of fillings) await factory.query(statement, [tenantId, actor.id]);
  const powerless = await factory.createActor(tenantId, ["executive"]);
  await expect(requirePermission(powerless, "audit.read")).rejects.toThrow("audit.read");
}

beforeAll(async () => {
  a = await factory.createActor(await factory.createTenant("A"));
  b = await factory.createActor(await factory.createTenant("B"));
  await fillEveryTable(a);
  await fillEveryTable(b);
  tables = await factory.query<Table>(
    `SELECT relname AS name, relispartition AS partition FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname`,
  );
});

const tenantTables = () => tables.filter(({ name }) => !globalTables.has(name));
const directTables = () => tenantTables().filter(({ partition }) => !partition);

/** Runs `work` in a transaction of a role, with the tenant set or not, and rolls it back. */
async function as<T>(
  url: string,
  tenantId: string | null,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT set_config('app.tenant_id', $1, true)", [tenantId ?? ""]);
    return await work(client);
  } finally {
    await client.end();
  }
}

const roles = () => [
  ["app", env().DATABASE_URL] as const,
  ["worker", env().DATABASE_DIRECT_URL] as const,
];
const PERMISSION_DENIED = "42501";

/** The tenants whose rows a role sees; a missing SELECT right is the strongest wall of all. */
async function visibleTenants(url: string, tenantId: string | null, table: string) {
  const column = table === "tenants" ? "id" : "tenant_id";
  return as(url, tenantId, async (client) => {
    try {
      const { rows } = await client.query(`SELECT DISTINCT ${column} AS id FROM ${table}`);
      return rows.map((row) => String(row.id));
    } catch (error) {
      expect((error as pg.DatabaseError).code).toBe(PERMISSION_DENIED);
      return [];
    }
  });
}

describe("every table", () => {
  it("enforces row-level security, also on its owner", async () => {
    const unguarded = await factory.query<{ relname: string }>(
      `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
       AND relkind IN ('r', 'p') AND NOT (relrowsecurity AND relforcerowsecurity)`,
    );
    expect(unguarded.map((row) => row.relname).sort()).toEqual([...globalTables.keys()].sort());
  });

  it("starts its primary key and every foreign key with the tenant", async () => {
    const keys = await factory.query<{ name: string; columns: string[] }>(
      `SELECT conrelid::regclass || '.' || conname AS name,
         ARRAY(SELECT attname::text FROM unnest(conkey) WITH ORDINALITY AS k (attnum, place)
           JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.attnum ORDER BY place) AS columns
       FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'f')
         AND conrelid <> ALL ($1::regclass[])`,
      [[...globalTables.keys(), "tenants"]],
    );
    expect(keys.length).toBeGreaterThan(10);
    for (const { name, columns } of keys) expect([name, columns[0]]).toEqual([name, "tenant_id"]);
  });

  it("binds each policy of the app and the worker to the current tenant", async () => {
    const policies = await factory.query<{ name: string; roles: string[]; rule: string }>(
      `SELECT tablename || '.' || policyname AS name, roles::text[] AS roles,
         concat(qual, ' ', with_check) AS rule FROM pg_policies WHERE schemaname = 'public'`,
    );
    expect(policies.flatMap((policy) => policy.roles)).not.toContain("public");
    const loose = policies.filter(
      ({ roles: [role], rule }) =>
        role !== "gatehouse_owner" && !rule.includes("current_tenant_id()"),
    );
    expect(new Set(loose.map((policy) => policy.name))).toEqual(crossingPolicies);
  });

  it("has rows of both tenants here, so that the following means something", async () => {
    for (const { name } of directTables()) {
      const column = name === "tenants" ? "id" : "tenant_id";
      const rows = await factory.query(
        `SELECT DISTINCT ${column} FROM ${name} WHERE ${column} IN ($1, $2)`,
        [a.tenantId, b.tenantId],
      );
      expect([name, rows.length]).toEqual([name, 2]);
    }
  });

  it("shows the app and the worker rows of their tenant only, and none without a tenant", async () => {
    for (const [role, url] of roles()) {
      for (const { name } of tenantTables()) {
        if (role === "worker" && workerSeesAll.has(name)) continue;
        const seen = await visibleTenants(url, a.tenantId, name);
        expect([role, name, seen.filter((id) => id !== a.tenantId)]).toEqual([role, name, []]);
        expect([role, name, await visibleTenants(url, null, name)]).toEqual([role, name, []]);
      }
    }
  });

  it("refuses to take, change or delete rows of another tenant", async () => {
    for (const [role, url] of roles()) {
      for (const { name } of directTables()) {
        const column = name === "tenants" ? "id" : "tenant_id";
        const [row] = await factory.query<{ row: unknown }>(
          `SELECT to_json(t) AS row FROM ${name} t WHERE ${column} = $1 LIMIT 1`,
          [b.tenantId],
        );
        const attempts = [
          `INSERT INTO ${name} SELECT * FROM json_populate_record(NULL::${name}, $1::json)`,
          `UPDATE ${name} SET ${column} = '${a.tenantId}' WHERE ${column} = ($1::json->>'${column}')::uuid`,
          `UPDATE ${name} SET ${column} = ($1::json->>'${column}')::uuid`,
          `DELETE FROM ${name} WHERE ${column} = ($1::json->>'${column}')::uuid`,
        ];
        for (const attempt of attempts) {
          const outcome = await as(url, a.tenantId, (client) =>
            client.query(attempt, [JSON.stringify(row?.row)]).then(
              (result) => `touched ${result.rowCount}`,
              (error: pg.DatabaseError) => error.code,
            ),
          );
          expect([role, attempt, outcome]).toEqual([
            role,
            attempt,
            expect.stringMatching(/^(42501|touched 0)$/),
          ]);
        }
      }
    }
  });

  it("lets nobody but the owner change or delete an audit event", async () => {
    const rights = await factory.query<{ grantee: string; privilege_type: string }>(
      `SELECT DISTINCT grantee, privilege_type FROM information_schema.role_table_grants
       WHERE table_name LIKE 'audit_events%' AND table_name <> 'audit_event_keys'
         AND grantee <> 'gatehouse_owner' ORDER BY 1, 2`,
    );
    expect(rights.map((right) => `${right.grantee} ${right.privilege_type}`)).toEqual([
      "gatehouse_app INSERT",
      "gatehouse_search SELECT",
      "gatehouse_worker INSERT",
    ]);
  });
});

describe("roles and functions", () => {
  it("are no superusers and cannot bypass row-level security", async () => {
    const found = await factory.query<{ rolname: string }>(
      `SELECT rolname FROM pg_roles WHERE rolname LIKE 'gatehouse\\_%'
       AND NOT rolsuper AND NOT rolbypassrls AND NOT rolcreaterole ORDER BY 1`,
    );
    expect(found.map((role) => role.rolname)).toEqual([
      "gatehouse_app",
      "gatehouse_owner",
      "gatehouse_search",
      "gatehouse_worker",
    ]);
  });

  it("with the owner's rights are the known ones, closed to the public, on a pinned path", async () => {
    const found = await factory.query<{ name: string; pinned: boolean; open: boolean }>(
      `SELECT proname AS name, coalesce(proconfig::text LIKE '%search_path=%', false) AS pinned,
         proacl IS NULL OR proacl::text LIKE '%{=X%' OR proacl::text LIKE '%,=X%' AS open
       FROM pg_proc WHERE pronamespace IN ('public'::regnamespace, 'gatehouse_jobs'::regnamespace)
         AND prosecdef ORDER BY 1`,
    );
    expect(found).toEqual(definerFunctions.map((name) => ({ name, pinned: true, open: false })));
  });

  it("give the search role nothing but the audit log", async () => {
    const rights = await factory.query<{ right: string }>(
      `SELECT DISTINCT table_name || ' ' || privilege_type AS right
       FROM information_schema.role_table_grants WHERE grantee = 'gatehouse_search'`,
    );
    expect(rights.map((row) => row.right)).toEqual(["audit_events SELECT"]);
  });
});
