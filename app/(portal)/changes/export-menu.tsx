"use client";

import { ChevronDown, Download } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { listHref } from "#components/data-table/list-url.ts";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "#components/ui/menu.tsx";
import type { ExportFormat } from "#lib/changes/schema";
import { PANEL_PARAM } from "./filters.ts";

/** Downloads what the filters show, all pages of it. */
export function ExportMenu() {
  const params = useSearchParams();
  function download(format: ExportFormat) {
    const changes = { format, cursor: null, [PANEL_PARAM]: null };
    // The answer is a file: the page stays where it is.
    window.location.assign(listHref("/changes/export", params, changes));
  }
  return (
    <Menu>
      <MenuTrigger
        render={
          <Button>
            <Download aria-hidden />
            Export
            <ChevronDown aria-hidden className="text-ink-faint" />
          </Button>
        }
      />
      <MenuContent align="end">
        <MenuItem onSelect={() => download("csv")}>For spreadsheets (CSV)</MenuItem>
        <MenuItem onSelect={() => download("jsonl")}>For programs (JSON lines)</MenuItem>
      </MenuContent>
    </Menu>
  );
}
