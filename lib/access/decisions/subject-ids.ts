import { type IdFormat, idFormats, isIdFormat } from "../../authz/catalogue/subject-types.ts";
import type { Policy } from "../../authz/engine/policy.ts";
import { withTenantSql } from "../../platform/db.ts";
import { isNamable, type SubjectSearch } from "./schema.ts";

/** By which identifier people are named: as the search asks, or as the tenant says of the type; null for neither. */
export function formatFor(
  policy: Policy,
  { type, properties }: SubjectSearch["subject"],
): IdFormat | null {
  const said = properties?.id_format;
  return isIdFormat(said) ? said : (policy.subjectTypes.get(type) ?? null);
}

// What was another's first names nobody else: it is not among the person's identifiers.
const own = (column: string) => `CASE WHEN EXISTS (
    SELECT FROM user_identifiers i WHERE i.tenant_id = u.tenant_id AND i.user_id = u.id
      AND i.key = identifier_key(${column})) THEN ${column} END`;

const readIdentifiers = `
  SELECT u.id AS user_id, ${own("u.email::text")} AS email, ${own("u.external_id")} AS external_id
  FROM users u WHERE u.tenant_id = $1 AND u.id = ANY ($2::uuid[])`;

/**
 * What products call these people, one for each, in their order: the identifier of the format, and for
 * whoever has none the first they have of external id, e-mail address and user id. An evaluation
 * takes each of them for the same person.
 */
export async function readNames(
  tenantId: string,
  userIds: readonly string[],
  format: IdFormat | null,
): Promise<string[]> {
  if (userIds.length === 0 || format === "user_id") return [...userIds];
  type Row = Record<IdFormat, string | null>;
  const rows = await withTenantSql(tenantId, (sql) =>
    sql<Row>(readIdentifiers, [tenantId, userIds]),
  );
  const byId = new Map(rows.map((row) => [row.user_id, row]));
  const order = format === null ? idFormats : [format, ...idFormats];
  return userIds.map((id) => {
    const known = byId.get(id);
    return order.map((each) => known?.[each]).find((name) => name && isNamable(name)) ?? id;
  });
}
