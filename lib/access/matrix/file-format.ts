import { csvHead, csvLine } from "../../core/csv.ts";
import {
  cellOf,
  type ExportFormat,
  type MatrixColumn,
  type MatrixFilters,
  type MatrixRow,
  type MatrixView,
} from "./schema.ts";

/** A kind of file, written from the beginning to the end. */
export type FileFormat = {
  begin: (columns: readonly MatrixColumn[], filters: MatrixFilters, at: Date) => string;
  /** @param isFirst whether no row was written before. */
  rows: (rows: readonly MatrixRow[], view: MatrixView, isFirst: boolean) => string;
  end: () => string;
};

/** What the matrix calls `detail`. */
const detailOf = { roles: "description", people: "email" } as const;
const wordsOf = ({ cells }: MatrixRow) => [...cells].map((code) => cellOf(code).word);

const csv: FileFormat = {
  begin: (columns, { view }) => {
    const names = [view === "roles" ? "role" : "person", detailOf[view], "id"];
    return csvHead([...names, ...columns.map(({ id }) => id)]);
  },
  rows: (rows) =>
    rows.map((row) => csvLine([row.name, row.detail, row.id, ...wordsOf(row)])).join(""),
  end: () => "",
};

const json: FileFormat = {
  begin: (columns, filters, at) => {
    const permissions = columns.map(({ id, sentence, category, risk }) => ({
      id,
      sentence,
      category,
      risk,
    }));
    const head = JSON.stringify({ exportedAt: at.toISOString(), filters, permissions });
    return `${head.slice(0, -1)},"rows":[`;
  },
  rows: (rows, view, isFirst) => {
    const texts = rows.map((row) => {
      const { id, name, detail } = row;
      return JSON.stringify({ id, name, [detailOf[view]]: detail, cells: wordsOf(row) });
    });
    if (texts.length === 0) return "";
    return `${isFirst ? "\n" : ",\n"}${texts.join(",\n")}`;
  },
  end: () => "\n]}\n",
};

export const fileFormats: Record<ExportFormat, FileFormat> = { csv, json };
