import type { ReactNode } from "react";
import { SearchFilter } from "#components/data-table/search-filter.tsx";
import { DataTableToolbar } from "#components/data-table/toolbar.tsx";

/** Searches a list of people, with the button that adds some at its end, on phones too. */
export function PeopleToolbar({ children }: { children?: ReactNode }) {
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 grow">
        <DataTableToolbar
          params={["text"]}
          search={<SearchFilter param="text" placeholder="Name or e-mail address" />}
        />
      </div>
      {children}
    </div>
  );
}
