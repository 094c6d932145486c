import { compilePolicy, type Policy } from "../../authz/engine/policy.ts";
import { readPolicyFacts } from "../../authz/store/read-facts.ts";
import { type Sql, withTenantSnapshot } from "../../platform/db.ts";
import { chosenColumns, readColumns } from "./columns.ts";
import { type FileFormat, fileFormats } from "./file-format.ts";
import { findAllPeople, readPeopleRows } from "./people.ts";
import { chooseRoles, readRoleMatrix } from "./roles.ts";
import type { MatrixColumn, MatrixExportInput, MatrixFilters, MatrixRow } from "./schema.ts";
import { surveyPeople } from "./survey.ts";

const WRITTEN_AT_ONCE = 500;

/**
 * The text of a file, a few hundred rows at a time. Each piece is read in a short transaction of its
 * own: whoever downloads slowly must not hold a connection for as long as that takes.
 */
export async function* writeMatrix(
  tenantId: string,
  { format, filters }: MatrixExportInput,
): AsyncGenerator<string> {
  const file = fileFormats[format];
  if (filters.view === "roles") yield* writeRoles(tenantId, filters, file);
  else yield* writePeople(tenantId, filters, file);
  yield file.end();
}

async function* writeRoles(
  tenantId: string,
  filters: MatrixFilters,
  file: FileFormat,
): AsyncGenerator<string> {
  const all = await withTenantSnapshot(tenantId, (sql) => readRoleMatrix(sql, tenantId), "heavy");
  const { columns, rows } = chooseRoles(all, filters);
  yield file.begin(columns, filters, new Date());
  for (let at = 0; at < rows.length; at += WRITTEN_AT_ONCE) {
    yield file.rows(rows.slice(at, at + WRITTEN_AT_ONCE), filters.view, at === 0);
  }
}

async function* writePeople(
  tenantId: string,
  filters: MatrixFilters,
  file: FileFormat,
): AsyncGenerator<string> {
  const plan = await withTenantSnapshot(
    tenantId,
    (sql) => planFile(sql, tenantId, filters),
    "heavy",
  );
  yield file.begin(plan.columns, filters, new Date());
  let { policy } = plan;
  let isFirst = true;
  for (let at = 0; at < plan.ids.length; at += WRITTEN_AT_ONCE) {
    const ids = plan.ids.slice(at, at + WRITTEN_AT_ONCE);
    const piece = await withTenantSnapshot(tenantId, (sql) =>
      readPiece(sql, tenantId, policy, ids, plan.columns),
    );
    policy = piece.policy;
    yield file.rows(piece.rows, filters.view, isFirst);
    if (piece.rows.length > 0) isFirst = false;
  }
}

type Plan = { policy: Policy; columns: MatrixColumn[]; ids: string[] };

/** Which rows and columns the file has; those who are gone when their turn comes are left out. */
async function planFile(sql: Sql, tenantId: string, filters: MatrixFilters): Promise<Plan> {
  const policy = compilePolicy(await readPolicyFacts(sql, tenantId));
  const columns = chosenColumns(await readColumns(sql, tenantId, policy.space), filters);
  const ids = await findAllPeople(sql, tenantId, filters);
  if (!filters.differs && !filters.allowed) return { policy, columns, ids };
  const left = await surveyPeople(sql, tenantId, policy, filters, columns);
  return { policy, ids, columns: columns.filter(({ id }) => left.includes(id)) };
}

/** Roles may have changed since the last piece: nobody is shown with what they no longer have. */
async function readPiece(
  sql: Sql,
  tenantId: string,
  last: Policy,
  ids: readonly string[],
  columns: readonly MatrixColumn[],
): Promise<{ policy: Policy; rows: MatrixRow[] }> {
  const [current] = await sql<{ version: string }>(
    "SELECT version::text FROM access_versions WHERE tenant_id = $1",
    [tenantId],
  );
  const policy =
    current?.version === last.version ? last : compilePolicy(await readPolicyFacts(sql, tenantId));
  return { policy, rows: await readPeopleRows(sql, tenantId, policy, ids, columns) };
}
