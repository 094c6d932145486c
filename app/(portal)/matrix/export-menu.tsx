"use client";

import { ChevronDown, Download } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "#components/ui/menu.tsx";
import type { ExportFormat, MatrixView } from "#lib/matrix/schema";
import { PICK_PARAM } from "./filters.ts";

/** Downloads exactly what the filters choose. */
export function ExportMenu({ view }: { view: MatrixView }) {
  const params = useSearchParams();

  function download(format: ExportFormat) {
    const chosen = new URLSearchParams(params);
    chosen.delete(PICK_PARAM);
    chosen.set("view", view);
    chosen.set("format", format);
    // A link that is never in the page: one that is could be fetched ahead, and be recorded.
    const link = document.createElement("a");
    link.href = `/api/matrix/export?${chosen}`;
    link.download = "";
    link.click();
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
        <MenuItem onSelect={() => download("csv")}>CSV, for spreadsheets</MenuItem>
        <MenuItem onSelect={() => download("json")}>JSON, for programs</MenuItem>
      </MenuContent>
    </Menu>
  );
}
