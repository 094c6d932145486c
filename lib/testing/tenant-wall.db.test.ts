import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../access/actor.ts";
import { requirePermission } from "../access/grant.ts";
import { searchApiKeys } from "../api-keys/queries.ts";
import { createApiKey, revokeApiKey } from "../api-keys/service.ts";
import { ingestEvents } from "../audit/ingest.ts";
import { countAuditFacets, getAuditEvent, searchAudit } from "../audit/search.ts";
import { env } from "../platform/env.ts";
import { listOwnSessions, searchSessions } from "../sessions/queries.ts";
import { logOut, revokeOwnSession, revokeSession } from "../sessions/service.ts";
import { setUpTestDatabase } from "./database.ts";
import { Factory } from "./factories.ts";

/** Tables that belong to no tenant, each with its reason. */
const globalTables = new Map([
  ["_prisma_migrations", "which migrations were applied"],
  ["worker_heartbeats", "which worker processes live"],
]);
/** Policies that deliberately reach across tenants, as table.policy. */
const crossingPolicies = new Set(["tenants.every_tenant", "audit_events.search"]);
/** Functions that run with the owner's rights; each must pin its search path. */
const definerFunctions = ["ensure_audit_partitions", "find_login"];

const { ownerUrl } = setUpTestDatabase();
const factory = new Factory(ownerUrl);

type Table = { name: string; partition: boolean };
let tables: Table[];
let a: Actor;
let b: Actor;

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
        if (role === "worker" && name === "tenants") continue;
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
       FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef ORDER BY 1`,
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

/** For every exported query and mutation: how tenant A tries to reach what is B's. */
const probes: Record<string, () => Promise<void>> = {
  "sessions/queries.searchSessions": async () => {
    const grantA = await requirePermission(a, "session.read");
    const grantB = await requirePermission(b, "session.read");
    await factory.createSession(b.tenantId, b.id);
    const pageB = await searchSessions(grantB, {}, { limit: 1 });
    expect(pageB.nextCursor).not.toBeNull();
    for (const cursor of [undefined, pageB.nextCursor ?? undefined]) {
      const { rows } = await searchSessions(grantA, {}, { limit: 200, cursor });
      expect(rows.map((row) => row.userId)).not.toContain(b.id);
    }
    const { rows } = await searchSessions(grantA, { text: b.email ?? "" }, { limit: 200 });
    expect(rows).toEqual([]);
  },
  "sessions/queries.listOwnSessions": async () => {
    expect(await listOwnSessions({ ...a, id: b.id })).toEqual([]);
  },
  "sessions/service.revokeSession": async () => {
    const result = await revokeSession(a, { sessionId: b.sessionId });
    expect(result).toMatchObject({ ok: false, error: { code: "not_found" } });
    await expectLive(b);
  },
  "sessions/service.revokeOwnSession": async () => {
    const result = await revokeOwnSession(a, { sessionId: b.sessionId });
    expect(result).toMatchObject({ ok: false, error: { code: "not_found" } });
    await expectLive(b);
  },
  "sessions/service.logOut": async () => {
    const result = await logOut({ ...a, sessionId: b.sessionId }, {});
    expect(result).toMatchObject({ ok: false, error: { code: "not_found" } });
    await expectLive(b);
  },
  "api-keys/queries.searchApiKeys": async () => {
    const grantA = await requirePermission(a, "api_key.read");
    const grantB = await requirePermission(b, "api_key.read");
    await factory.createKey(b.tenantId);
    const pageB = await searchApiKeys(grantB, { limit: 1 });
    const idsB = pageB.rows.map((row) => row.id);
    for (const cursor of [undefined, pageB.nextCursor ?? undefined]) {
      const { rows } = await searchApiKeys(grantA, { limit: 200, cursor });
      for (const row of rows) expect(idsB).not.toContain(row.id);
    }
  },
  "api-keys/service.createApiKey": async () => {
    const input = { name: "Key", scopes: ["audit.read"], expiresInDays: null };
    const forged = await createApiKey({ ...a, id: b.id }, input);
    expect(forged.ok).toBe(false);
    const own = await createApiKey(a, input);
    if (!own.ok) throw new Error(own.error.message);
    const [row] = await factory.query("SELECT tenant_id FROM api_keys WHERE id = $1", [
      own.data.apiKeyId,
    ]);
    expect(row).toEqual({ tenant_id: a.tenantId });
  },
  "api-keys/service.revokeApiKey": async () => {
    const { id } = await factory.createKey(b.tenantId);
    const result = await revokeApiKey(a, { apiKeyId: id });
    expect(result).toMatchObject({ ok: false, error: { code: "not_found" } });
    const [row] = await factory.query("SELECT revoked_at FROM api_keys WHERE id = $1", [id]);
    expect(row).toEqual({ revoked_at: null });
  },
  "audit/search.searchAudit": async () => {
    const grantA = await requirePermission(a, "audit.read");
    const grantB = await requirePermission(b, "audit.read");
    const pageB = await searchAudit(grantB, {}, { limit: 1 });
    expect(pageB.nextCursor).not.toBeNull();
    for (const cursor of [undefined, pageB.nextCursor ?? undefined]) {
      const { rows } = await searchAudit(grantA, {}, { limit: 200, cursor });
      const ids = rows.map((row) => row.id);
      const owners = await factory.query<{ tenant_id: string }>(
        "SELECT DISTINCT tenant_id FROM audit_events WHERE id = ANY ($1::uuid[])",
        [ids],
      );
      expect(owners.filter((row) => row.tenant_id !== a.tenantId)).toEqual([]);
    }
    const filters = { actor: [b.id] };
    expect((await searchAudit(grantA, filters, { limit: 200 })).rows).toEqual([]);
  },
  "audit/search.getAuditEvent": async () => {
    const grantA = await requirePermission(a, "audit.read");
    const grantB = await requirePermission(b, "audit.read");
    const [event] = (await searchAudit(grantB, {}, { limit: 1 })).rows;
    await expect(getAuditEvent(grantA, event?.id ?? "")).rejects.toThrow("no such event");
    await expect(getAuditEvent(grantB, event?.id ?? "")).resolves.toMatchObject({ id: event?.id });
  },
  "audit/search.countAuditFacets": async () => {
    const grantA = await requirePermission(a, "audit.read");
    const facets = await countAuditFacets(grantA, {});
    expect(facets.actor.length).toBeGreaterThan(0);
    expect(facets.actor.map((actor) => actor.value)).not.toContain(b.id);
  },
  "audit/ingest.ingestEvents": async () => {
    const grantA = await requirePermission(a, "audit.record");
    const id = randomUUID();
    const item = { id, occurredAt: "2026-01-02T03:04:05Z", action: "a" };
    const smuggled = { ...item, id: randomUUID(), tenant_id: b.tenantId };
    const result = await ingestEvents(grantA, [
      { index: 0, item },
      { index: 1, item: smuggled },
    ]);
    expect(result).toMatchObject({ accepted: 1, rejected: [{ index: 1 }] });
    const [row] = await factory.query("SELECT tenant_id FROM audit_events WHERE event_id = $1", [
      id,
    ]);
    expect(row).toEqual({ tenant_id: a.tenantId });
    // The same id means nothing in another tenant: B can use it for another event.
    const grantB = await requirePermission(b, "audit.record");
    const other = { ...item, action: "b" };
    expect(await ingestEvents(grantB, [{ index: 0, item: other }])).toMatchObject({ accepted: 1 });
  },
};

async function expectLive(actor: Actor): Promise<void> {
  const [row] = await factory.query("SELECT revoked_at FROM sessions WHERE id = $1", [
    actor.sessionId,
  ]);
  expect(row).toEqual({ revoked_at: null });
}

describe("every exported query and mutation", () => {
  /** Log-in runs before there is a tenant; lib/login/service.db.test.ts attacks it. */
  const beforeTenant = new Set(["login/service"]);

  async function exportedNames(): Promise<string[]> {
    const lib = join(import.meta.dirname, "..");
    const modules = ["audit/search", "audit/ingest"];
    for (const folder of readdirSync(lib)) {
      for (const file of readdirSync(join(lib, folder))) {
        if (file === "queries.ts" || file === "service.ts")
          modules.push(`${folder}/${file.slice(0, -3)}`);
      }
    }
    const names: string[] = [];
    for (const module of modules.filter((name) => !beforeTenant.has(name))) {
      const exports: Record<string, unknown> = await import(join(lib, `${module}.ts`));
      for (const [name, value] of Object.entries(exports)) {
        if (typeof value === "function") names.push(`${module}.${name}`);
      }
    }
    return names.sort();
  }

  it("has a probe of the wall", async () => {
    expect(Object.keys(probes).sort()).toEqual(await exportedNames());
  });

  it.each(Object.entries(probes))("%s stays in its tenant", async (_name, probe) => {
    await probe();
  });
});
