"use client";

import { useSearchParams } from "next/navigation";
import { ExportMenu } from "#components/data-table/export-menu.tsx";
import { listHref } from "#components/data-table/list-url.ts";
import type { ExportFormat, MatrixView } from "#lib/access/matrix/schema";
import { PICK_PARAM } from "./filters.ts";

const formats = [
  { format: "csv", label: "CSV, for spreadsheets" },
  { format: "json", label: "JSON, for programs" },
] as const satisfies { format: ExportFormat; label: string }[];

export function ExportMatrix({ view }: { view: MatrixView }) {
  const params = useSearchParams();
  const hrefOf = (format: ExportFormat) =>
    listHref("/api/matrix/export", params, { view, format, [PICK_PARAM]: null });
  return <ExportMenu formats={formats} hrefOf={hrefOf} />;
}
