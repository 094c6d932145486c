import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startApi } from "../../testing/api-server.ts";
import { setUpTestDatabase } from "../../testing/database.ts";
import { Factory } from "../../testing/factories.ts";
import { type PgBouncer, startPgBouncer } from "../../testing/pgbouncer.ts";
import { asSuperuser } from "../../testing/services.ts";
import { ingestEvents } from "../audit/ingestion/service.ts";
import { searchAudit } from "../audit/log/queries.ts";
import { requirePermission } from "../authz/guard/grant.ts";
import { UtcClient } from "../platform/connection.ts";
import { pool, withTenant, withTenantSql } from "../platform/db.ts";

const { ownerUrl, name: database } = setUpTestDatabase();
const factory = new Factory(ownerUrl);
let bouncer: PgBouncer;
let direct: { app: string; search: string };
let api: Awaited<ReturnType<typeof startApi>>;

beforeAll(async () => {
  const { DATABASE_URL: app = "", DATABASE_SEARCH_URL: search = "" } = process.env;
  direct = { app, search };
  bouncer = await startPgBouncer([app, search]);
  // Before anything asks for the configuration.
  process.env.DATABASE_URL = bouncer.through(app);
  process.env.DATABASE_SEARCH_URL = bouncer.through(search);
  api = await startApi();
});
afterAll(async () => {
  await api.close();
  await bouncer.stop();
});

async function readyz(): Promise<{ status: number; seconds: number; checks: object }> {
  const started = performance.now();
  const response = await fetch(`${api.url}/readyz`);
  const { checks } = (await response.json()) as { checks: object };
  return { status: response.status, seconds: (performance.now() - started) / 1000, checks };
}

describe("through PgBouncer in transaction mode", () => {
  it.each(["app", "search"] as const)("a connection of %s is in UTC and let in", async (name) => {
    expect((await pool(name).query("SHOW timezone")).rows).toEqual([{ TimeZone: "UTC" }]);
  });

  it("a search is limited in time", async () => {
    const { rows } = await pool("search").query("SHOW statement_timeout");
    expect(rows).toEqual([{ statement_timeout: "5s" }]);
    await expect(pool("search").query("SELECT pg_sleep(20)")).rejects.toMatchObject({
      code: "57014",
    });
  });

  it("events are taken and found", async () => {
    const actor = await factory.createActor(await factory.createTenant());
    const at = { occurredAt: new Date().toISOString() };
    const item = { ...at, id: "refund-1", action: "invoice.refunded", actor: { id: "u-4" } };
    await ingestEvents(await requirePermission(actor, "audit.record"), [{ index: 0, item }]);
    const page = await searchAudit(await requirePermission(actor, "audit.read"), {}, { limit: 50 });
    expect(page.rows.map(({ action }) => action)).toContain("invoice.refunded");
  });

  it("many transactions share few connections, and each sees its own tenant", async () => {
    const tenants = await Promise.all(Array.from({ length: 4 }, () => factory.createTenant()));
    const seen = await Promise.all(
      Array.from({ length: 60 }, async (_, index) => {
        const tenantId = tenants[index % tenants.length] ?? "";
        const ids =
          index % 2 === 0
            ? await withTenant(tenantId, (tx) => tx.tenant.findMany({ select: { id: true } }))
            : await withTenantSql(tenantId, (sql) =>
                sql<{ id: string }>("SELECT id FROM tenants", []),
              );
        return ids.map(({ id }) => id).join() === tenantId;
      }),
    );
    expect(seen).toEqual(Array.from({ length: 60 }, () => true));
    expect((await pool("app").query("SELECT id FROM tenants")).rows).toEqual([]);
  });

  it("a pooler that is told another time zone does not win", async () => {
    const elsewhere = await startPgBouncer([direct.app], "timezone=Europe/Berlin");
    const client = new UtcClient({ connectionString: elsewhere.through(direct.app) });
    try {
      await client.connect();
      expect((await client.query("SHOW timezone")).rows).toEqual([{ TimeZone: "UTC" }]);
    } finally {
      await client.end();
      await elsewhere.stop();
    }
  });

  it("/readyz looks at every pool, and answers soon when one of them hangs or is gone", async () => {
    await factory.query("SELECT ensure_audit_partitions(2)");
    expect(await readyz()).toMatchObject({ status: 200, checks: { search: { ok: true } } });
    // Nobody new gets into the database: PgBouncer keeps its clients, and lets them wait.
    await asSuperuser(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false;
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`);
    const cut = await readyz();
    expect(cut).toMatchObject({ status: 503, checks: { database: { ok: false } } });
    expect(cut.seconds).toBeLessThan(5);
    await asSuperuser(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`);
    await bouncer.stop();
    const gone = await readyz();
    expect(gone).toMatchObject({
      status: 503,
      checks: {
        database: { ok: false, detail: "The database does not answer (DATABASE_URL)." },
        search: { ok: false, detail: "The database does not answer (DATABASE_SEARCH_URL)." },
      },
    });
    expect(gone.seconds).toBeLessThan(5);
  });
});
