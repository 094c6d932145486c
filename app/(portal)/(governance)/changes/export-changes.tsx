"use client";

import { useSearchParams } from "next/navigation";
import { ExportMenu } from "#components/data-table/export-menu.tsx";
import { listHref } from "#components/data-table/list-url.ts";
import type { ExportFormat } from "#lib/governance/changes/schema";
import { PANEL_PARAM } from "./filters.ts";

const formats = [
  { format: "csv", label: "CSV, for spreadsheets" },
  { format: "jsonl", label: "JSON lines, for programs" },
] as const satisfies { format: ExportFormat; label: string }[];

export function ExportChanges() {
  const params = useSearchParams();
  const hrefOf = (format: ExportFormat) =>
    listHref("/api/changes/export", params, { format, cursor: null, [PANEL_PARAM]: null });
  return <ExportMenu formats={formats} hrefOf={hrefOf} />;
}
