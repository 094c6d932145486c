import { permissionName } from "#components/access/permission-words.ts";
import {
  type CellCode,
  cellOf,
  type MatrixColumn,
  type MatrixRow,
  type MatrixView,
} from "#lib/access/matrix/schema";

const ofRoles: Partial<Record<CellCode, string>> = {
  A: "Allowed, said by this role",
  a: "Allowed, inherited",
  O: "Allowed on what the person owns, said by this role",
  o: "Allowed on what the person owns, inherited",
  D: "Denied, said by this role",
  d: "Denied, inherited",
};

const words: Record<CellCode, string> = {
  ".": "Not allowed",
  A: "Allowed",
  a: "Allowed",
  E: "Allowed, except on some resources",
  O: "Allowed on what they own",
  o: "Allowed on what they own",
  P: "Allowed on what they own and on some resources",
  S: "Allowed on some resources",
  C: "Allowed once they choose among roles that exclude each other",
  D: "Denied",
  d: "Denied",
  x: "Switched off for everybody",
};

/** What a cell says, for tooltips and screen readers. */
export function cellWords(view: MatrixView, code: string | undefined): string {
  const known = code !== undefined && Object.hasOwn(words, code) ? (code as CellCode) : ".";
  return (view === "roles" ? ofRoles[known] : undefined) ?? words[known];
}

/** "Manager, See people: Allowed, inherited" */
export function cellLabel(
  view: MatrixView,
  row: MatrixRow,
  index: number,
  column: MatrixColumn,
): string {
  return `${row.name}, ${permissionName(column.id)}: ${cellWords(view, row.cells[index])}`;
}

/** What a permission is, for whom its name is not enough. */
export function columnWords({ id, sentence, risk }: MatrixColumn): string {
  return [permissionName(id), sentence, `Risk: ${risk}.`].filter(Boolean).join(" · ");
}

/** Where more is said about a row. */
export function rowHref(view: MatrixView, { id }: Pick<MatrixRow, "id">): string {
  return view === "roles" ? `/roles/${id}` : `/users/${id}`;
}

/** Where is said why a cell is as it is; without the permission to ask, what is known of the row. */
export function cellHref(
  view: MatrixView,
  row: Pick<MatrixRow, "id">,
  column: Pick<MatrixColumn, "id">,
  canExplain: boolean,
): string {
  if (view === "roles" || !canExplain) return rowHref(view, row);
  return `/explain?${new URLSearchParams({ user: row.id, permission: column.id })}`;
}

/** Whether a cell is anything but empty. */
export function saysSomething(code: string | undefined): boolean {
  return cellOf(code).state !== "none";
}
