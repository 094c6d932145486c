import type { Risk } from "../../authz/catalogue/permission.ts";
import { isPermissionId, permissionOf } from "../../authz/catalogue/permissions.ts";
import type { PermissionSpace } from "../../authz/engine/permission-space.ts";
import { listBits } from "../../core/bits.ts";
import type { Sql } from "../../platform/db.ts";
import {
  type ColumnFacets,
  cellOf,
  isAllowed,
  type MatrixColumn,
  type MatrixFilters,
  type MatrixRow,
} from "./schema.ts";

const PRODUCTS = "Your products";
const MODULE = "module.";

type ProductAction = { id: string; type: string; sentence: string; risk: Risk };

/** A column for every permission of the space, in its order. */
export async function readColumns(
  sql: Sql,
  tenantId: string,
  space: PermissionSpace,
): Promise<MatrixColumn[]> {
  const actions = await sql<ProductAction>(
    `SELECT resource_type || '.' || name AS id, resource_type AS type, sentence, risk
     FROM resource_actions WHERE tenant_id = $1`,
    [tenantId],
  );
  const products = new Map(actions.map((action) => [action.id, action]));
  return byCategory(space.ids.map((id) => columnOf(space, id, products.get(id))));
}

function columnOf(space: PermissionSpace, id: string, product?: ProductAction): MatrixColumn {
  const within = listBits(space.allowedWith(id)).flatMap((index) => space.ids[index] ?? []);
  const modules = within.filter((each) => each.startsWith(MODULE));
  if (isPermissionId(id)) {
    const { sentence, category, risk, on = null } = permissionOf(id);
    return { id, sentence, category, risk, on, areas: modules };
  }
  const { type = null, sentence = "", risk = "low" } = product ?? {};
  const areas = type === null ? modules : [...modules, type];
  return { id, sentence, category: PRODUCTS, risk, on: type, areas };
}

/** Categories stand side by side, in the order in which the catalogue first names them. */
function byCategory(columns: readonly MatrixColumn[]): MatrixColumn[] {
  return [...Map.groupBy(columns, ({ category }) => category).values()].flat();
}

/** Those that the filters leave, whatever the rows say. */
export function chosenColumns(
  columns: readonly MatrixColumn[],
  { category, risk, area }: MatrixFilters,
): MatrixColumn[] {
  const isIn = (values: readonly string[] | undefined, own: readonly string[]) =>
    !values?.length || own.some((value) => values.includes(value));
  return columns.filter(
    (column) =>
      isIn(category, [column.category]) && isIn(risk, [column.risk]) && isIn(area, column.areas),
  );
}

/** Counts every value by which columns are chosen, over all columns. */
export function facetsOf(columns: readonly MatrixColumn[]): ColumnFacets {
  const count = (valuesOf: (column: MatrixColumn) => readonly string[]) => {
    const counts = new Map<string, number>();
    for (const value of columns.flatMap(valuesOf)) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [...counts].map(([value, n]) => ({ value, label: labelOf(value), count: n }));
  };
  return {
    category: count(({ category }) => [category]),
    risk: count(({ risk }) => [risk]),
    area: count(({ areas }) => areas),
  };
}

function labelOf(value: string): string {
  return isPermissionId(value) ? permissionOf(value).name : value;
}

/** What rows have shown of the columns so far: the first state of each, and what came of it. */
export class ColumnSurvey {
  readonly #columns: readonly MatrixColumn[];
  readonly #first: (string | undefined)[];
  readonly #differs: boolean[];
  readonly #allowed: boolean[];
  #open: number;

  /** @param fixed ids of columns in which all rows are the same, whatever they are. */
  constructor(columns: readonly MatrixColumn[], fixed: ReadonlySet<string> = new Set()) {
    this.#columns = columns;
    this.#first = columns.map(() => undefined);
    this.#differs = columns.map(() => false);
    this.#allowed = columns.map(() => false);
    this.#open = columns.filter(({ id }) => !fixed.has(id)).length;
  }

  /** True when no further row can change anything. */
  get isDecided(): boolean {
    return this.#open <= 0;
  }

  add({ cells }: Pick<MatrixRow, "cells">): void {
    for (let i = 0; i < this.#columns.length; i++) {
      const cell = cellOf(cells[i]);
      const wasOpen = !(this.#differs[i] && this.#allowed[i]);
      const first = this.#first[i];
      if (first === undefined) this.#first[i] = cell.state;
      else if (first !== cell.state) this.#differs[i] = true;
      if (isAllowed(cell)) this.#allowed[i] = true;
      if (wasOpen && this.#differs[i] && this.#allowed[i]) this.#open--;
    }
  }

  /** Ids of the columns that `differs` and `allowed` leave. */
  left({ differs, allowed }: Pick<MatrixFilters, "differs" | "allowed">): string[] {
    return this.#columns
      .filter((_, i) => (!differs || this.#differs[i]) && (!allowed || this.#allowed[i]))
      .map(({ id }) => id);
  }
}
