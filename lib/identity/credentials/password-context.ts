import type { Sql } from "../../platform/db.ts";

const PRODUCT = "Gatehouse";

/** Words that somebody who knows the person and the place would try first, for `requireUnexpected`. */
export async function passwordContext(
  sql: Sql,
  tenantId: string,
  person: { name: string; email: string },
): Promise<string[]> {
  const [tenant] = await sql<{ name: string; slug: string }>(
    "SELECT name, slug FROM tenants WHERE id = $1::uuid",
    [tenantId],
  );
  return [PRODUCT, person.name, person.email, ...(tenant ? [tenant.name, tenant.slug] : [])];
}
