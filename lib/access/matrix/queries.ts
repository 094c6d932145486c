import { ACCESS_TAG } from "../../authz/change/announce.ts";
import { compilePolicy, type Policy } from "../../authz/engine/policy.ts";
import type { Grant } from "../../authz/guard/grant.ts";
import { readPolicyFacts } from "../../authz/store/read-facts.ts";
import { cached } from "../../platform/cache.ts";
import { type Sql, withTenantSnapshot } from "../../platform/db.ts";
import { chosenColumns, facetsOf, readColumns } from "./columns.ts";
import { writeMatrix } from "./export.ts";
import { findPeople, readPeopleRows } from "./people.ts";
import { chooseRoles, type RoleMatrix, readRoleMatrix } from "./roles.ts";
import type {
  ColumnFacets,
  MatrixColumn,
  MatrixExportInput,
  MatrixFilters,
  MatrixPage,
  MatrixRow,
} from "./schema.ts";
import { narrowForPeople } from "./survey.ts";

/** All roles stay in the cache: choosing among them takes no time. */
function loadRoleMatrix(tenantId: string): Promise<RoleMatrix> {
  return cached("query", { tenantId, id: "matrix.roles", tags: [ACCESS_TAG] }, () =>
    withTenantSnapshot(tenantId, (sql) => readRoleMatrix(sql, tenantId)),
  );
}

/** Every chosen role, built-in ones first, then by name, beside every chosen permission. */
export async function getRoleMatrix(
  { tenantId }: Grant<"matrix.read">,
  filters: MatrixFilters,
): Promise<MatrixPage> {
  return chooseRoles(await loadRoleMatrix(tenantId), filters);
}

/** What the columns can be chosen by, over all permissions of the tenant. */
export async function countColumnFacets({ tenantId }: Grant<"matrix.read">): Promise<ColumnFacets> {
  return facetsOf((await loadRoleMatrix(tenantId)).columns);
}

/**
 * The chosen people, by name, beside every chosen permission.
 * @throws GatehouseError invalid_input when the cursor is not one of ours.
 */
export async function searchPeopleMatrix(
  { tenantId }: Grant<"matrix.read">,
  filters: MatrixFilters,
  paging: { cursor?: string | undefined; limit: number },
): Promise<MatrixPage> {
  return withTenantSnapshot(tenantId, async (sql) => {
    const { policy, columns } = await readPeopleColumns(sql, tenantId, filters);
    const { ids, total, nextCursor } = await findPeople(sql, tenantId, filters, paging);
    const rows = await readPeopleRows(sql, tenantId, policy, ids, columns);
    return { columns, rows, total, nextCursor };
  });
}

/** One person beside the same permissions; null for nobody, and for whoever is kept out. */
export async function findPersonInMatrix(
  { tenantId }: Grant<"matrix.read">,
  filters: MatrixFilters,
  userId: string,
): Promise<MatrixRow | null> {
  return withTenantSnapshot(tenantId, async (sql) => {
    const { policy, columns } = await readPeopleColumns(sql, tenantId, filters);
    const [row] = await readPeopleRows(sql, tenantId, policy, [userId], columns);
    return row ?? null;
  });
}

type PeopleColumns = { policy: Policy; columns: MatrixColumn[] };

async function readPeopleColumns(
  sql: Sql,
  tenantId: string,
  filters: MatrixFilters,
): Promise<PeopleColumns> {
  const policy = compilePolicy(await readPolicyFacts(sql, tenantId));
  const columns = chosenColumns(await readColumns(sql, tenantId, policy.space), filters);
  return { policy, columns: await narrowForPeople(sql, tenantId, policy, filters, columns) };
}

/** The text of a file with exactly what the filters choose, a piece at a time. */
export function exportMatrix(
  { tenantId }: Grant<"matrix.export">,
  input: MatrixExportInput,
): AsyncGenerator<string> {
  return writeMatrix(tenantId, input);
}
