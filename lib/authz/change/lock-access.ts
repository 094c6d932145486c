import type { Sql } from "../../platform/db.ts";

/**
 * Makes the caller's transaction the only one that changes the tenant's access, or the credentials of
 * its people, until it ends. What it read before it must read again. Other rows are locked after this
 * one, never before: so nobody waits for each other.
 */
export async function lockAccess(sql: Sql, tenantId: string): Promise<void> {
  await sql("SELECT version FROM access_versions WHERE tenant_id = $1::uuid FOR UPDATE", [
    tenantId,
  ]);
}
