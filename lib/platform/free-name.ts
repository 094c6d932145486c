import { sqlOf, type TenantTx } from "./db.ts";

/** Tables whose rows have names that no two of a tenant share. */
type Named = "groups" | "resource_types" | "roles" | "sod_rules";

/**
 * The name of another row that is the same name, in any case and any Unicode form; null when there is
 * none. What it finds is also what the table's unique index refuses.
 * @param exceptId the row that may have it.
 */
export async function findSameName(
  tx: TenantTx,
  table: Named,
  tenantId: string,
  name: string,
  exceptId?: string,
): Promise<string | null> {
  const [taken] = await sqlOf(tx)<{ name: string }>(
    `SELECT name FROM ${table}
     WHERE tenant_id = $1::uuid AND folded_name(name) = folded_name($2)
       AND id::text IS DISTINCT FROM $3 LIMIT 1`,
    [tenantId, name, exceptId ?? null],
  );
  return taken?.name ?? null;
}
