import { isBuiltInRole } from "../../authz/catalogue/roles.ts";
import type { PolicyFacts } from "../../authz/engine/facts.ts";
import { compilePolicy, type Policy } from "../../authz/engine/policy.ts";
import { readPolicyFacts } from "../../authz/store/read-facts.ts";
import { byName } from "../../core/by-name.ts";
import type { Sql } from "../../platform/db.ts";
import { roleCells } from "./cells.ts";
import { ColumnSurvey, chosenColumns, readColumns } from "./columns.ts";
import type { MatrixColumn, MatrixFilters, MatrixPage, MatrixRow } from "./schema.ts";

/** Every role beside every permission. */
export type RoleMatrix = Pick<MatrixPage, "columns" | "rows">;

export async function readRoleMatrix(sql: Sql, tenantId: string): Promise<RoleMatrix> {
  const facts = await readPolicyFacts(sql, tenantId);
  const policy = compilePolicy(facts);
  const columns = await readColumns(sql, tenantId, policy.space);
  return { columns, rows: roleRows(policy, facts, columns) };
}

function roleRows(policy: Policy, facts: PolicyFacts, columns: MatrixColumn[]): MatrixRow[] {
  return facts.roles
    .map((role) => {
      const { name = role.name, sentence = "" } = policy.roles.get(role.id)?.held ?? {};
      return { id: role.id, name, detail: sentence, cells: roleCells(policy, role, columns) };
    })
    .sort((a, b) => Number(isBuiltInRole(b.id)) - Number(isBuiltInRole(a.id)) || byName(a, b));
}

/** The chosen roles beside the chosen permissions. */
export function chooseRoles({ columns, rows }: RoleMatrix, filters: MatrixFilters): MatrixPage {
  const { text = "", role } = filters;
  const wanted = text.trim().toLowerCase();
  const found = rows.filter(
    ({ id, name, detail }) =>
      `${name}\n${detail}`.toLowerCase().includes(wanted) && (!role?.length || role.includes(id)),
  );
  const kept = chosenColumns(columns, filters);
  const page = withColumns({ columns, rows: found }, kept);
  if (!filters.differs && !filters.allowed)
    return { ...page, total: found.length, nextCursor: null };
  const survey = new ColumnSurvey(kept);
  for (const row of page.rows) survey.add(row);
  const left = new Set(survey.left(filters));
  const narrowed = withColumns(
    page,
    kept.filter(({ id }) => left.has(id)),
  );
  return { ...narrowed, total: found.length, nextCursor: null };
}

/** The same rows with only some of their columns. */
function withColumns({ columns, rows }: RoleMatrix, kept: MatrixColumn[]): RoleMatrix {
  const places = new Map(columns.map(({ id }, index) => [id, index]));
  const indexes = kept.map(({ id }) => places.get(id) ?? -1);
  const cut = (cells: string) => indexes.map((index) => cells[index] ?? ".").join("");
  return { columns: kept, rows: rows.map((row) => ({ ...row, cells: cut(row.cells) })) };
}
