"use client";

import { ChevronDown, Download } from "lucide-react";
import { Button } from "../ui/button.tsx";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "../ui/menu.tsx";

type ExportMenuProps<Format extends string> = {
  formats: readonly { format: Format; label: string }[];
  /** Where the file is. */
  hrefOf: (format: Format) => string;
};

/** Downloads what the filters show, all pages of it. */
export function ExportMenu<Format extends string>({ formats, hrefOf }: ExportMenuProps<Format>) {
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
        {formats.map(({ format, label }) => (
          <MenuItem key={format} onSelect={() => download(hrefOf(format))}>
            {label}
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  );
}

/** By a link that is never in the page: one that is could be fetched ahead, and be recorded. */
function download(href: string): void {
  const link = document.createElement("a");
  link.href = href;
  link.download = "";
  link.click();
}
