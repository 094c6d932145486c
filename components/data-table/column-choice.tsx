"use client";

import { Columns3 } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import {
  Menu,
  MenuCheckboxItem,
  MenuContent,
  MenuItem,
  MenuSeparator,
  MenuTrigger,
} from "#components/ui/menu.tsx";
import type { DataColumn } from "./column.ts";
import { useHiddenColumns } from "./column-store.ts";

type ColumnChoiceProps = {
  /** The `id` of the table. */
  tableId: string;
  columns: readonly Pick<DataColumn<never>, "id" | "header" | "isPrimary">[];
};

/** Which columns this browser shows. */
export function ColumnChoice({ tableId, columns }: ColumnChoiceProps) {
  const [hidden, setHidden] = useHiddenColumns(tableId);
  const choosable = columns.filter((column) => !column.isPrimary);

  function toggle(id: string, isShown: boolean) {
    const next = new Set(hidden);
    if (isShown) next.delete(id);
    else next.add(id);
    setHidden(next);
  }

  return (
    <Menu>
      <MenuTrigger
        render={
          <Button iconOnly aria-label="Columns" title="Columns">
            <Columns3 aria-hidden />
          </Button>
        }
      />
      <MenuContent align="end">
        {choosable.map((column) => (
          <MenuCheckboxItem
            key={column.id}
            checked={!hidden.has(column.id)}
            onCheckedChange={(isShown) => toggle(column.id, isShown)}
          >
            {column.header}
          </MenuCheckboxItem>
        ))}
        <MenuSeparator />
        <MenuItem disabled={hidden.size === 0} onSelect={() => setHidden([])}>
          Show all columns
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}
