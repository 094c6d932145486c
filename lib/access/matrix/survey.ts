import { ACCESS_TAG } from "../../authz/change/announce.ts";
import type { Policy } from "../../authz/engine/policy.ts";
import { hasBit } from "../../core/bits.ts";
import { cached } from "../../platform/cache.ts";
import type { Sql } from "../../platform/db.ts";
import { ColumnSurvey } from "./columns.ts";
import { findAllPeople, readPeopleRows } from "./people.ts";
import type { MatrixColumn, MatrixFilters } from "./schema.ts";

const SURVEYED_AT_ONCE = 1_000;
const MINUTE_MS = 60_000;

/**
 * Which columns `differs` and `allowed` leave is a matter of all chosen people, however many pages
 * they fill. It is kept for a minute at most: what was given for a time begins and ends unannounced.
 */
export async function narrowForPeople(
  sql: Sql,
  tenantId: string,
  policy: Policy,
  filters: MatrixFilters,
  columns: MatrixColumn[],
): Promise<MatrixColumn[]> {
  if (!filters.differs && !filters.allowed) return columns;
  const minute = Math.floor(Date.now() / MINUTE_MS);
  const id = `matrix.columns@${policy.version}.${minute}.${JSON.stringify(filters)}`;
  const left = await cached("query", { tenantId, id, tags: [ACCESS_TAG] }, () =>
    surveyPeople(sql, tenantId, policy, filters, columns),
  );
  return columns.filter((column) => left.includes(column.id));
}

/** Looks at people until no column is open any more: mostly that takes a page or two. */
export async function surveyPeople(
  sql: Sql,
  tenantId: string,
  policy: Policy,
  filters: MatrixFilters,
  columns: MatrixColumn[],
): Promise<string[]> {
  const fixed = policy.space.ids.filter((_, index) => hasBit(policy.off, index));
  const survey = new ColumnSurvey(columns, new Set(fixed));
  const ids = await findAllPeople(sql, tenantId, filters);
  for (let at = 0; at < ids.length && !survey.isDecided; at += SURVEYED_AT_ONCE) {
    const some = ids.slice(at, at + SURVEYED_AT_ONCE);
    const rows = await readPeopleRows(sql, tenantId, policy, some, columns);
    for (const row of rows) survey.add(row);
  }
  return survey.left(filters);
}
