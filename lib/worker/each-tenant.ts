import { pool, type Sql, withTenantSql } from "../platform/db.ts";

/** Runs `work` for every tenant, one after another, each in a transaction that sees only it. */
export async function eachTenant(
  work: (sql: Sql, tenantId: string) => Promise<unknown>,
): Promise<void> {
  const { rows } = await pool("worker").query<{ id: string }>("SELECT id FROM tenants ORDER BY id");
  for (const { id } of rows) await withTenantSql(id, (sql) => work(sql, id), "worker");
}
