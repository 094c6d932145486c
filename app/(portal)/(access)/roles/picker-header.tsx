import { Search } from "lucide-react";
import { FilterInput } from "#components/data-table/filter-input.tsx";
import { countOf } from "#components/ui/format-number.ts";
import { Select } from "#components/ui/select.tsx";
import type { PermissionRow } from "#lib/access/roles/schema";
import { groupsOf } from "./permission-groups.ts";

export type PickerFilter = {
  text: string;
  /** Empty for all of them. */
  category: string;
};

export const noFilter: PickerFilter = { text: "", category: "" };

type PickerHeaderProps = {
  /** What the role says itself. */
  saidCount: number;
  /** What it comes to with all that it inherits. */
  allowedCount: number;
  /** Those that the text matches, of every category. */
  matching: readonly PermissionRow[];
  filter: PickerFilter;
  onFilter: (filter: PickerFilter) => void;
};

export function PickerHeader(props: PickerHeaderProps) {
  const { saidCount, allowedCount, matching, filter, onFilter } = props;
  const categories = groupsOf(matching).map(({ category, rows }) => ({
    value: category,
    label: `${category} (${rows.length})`,
  }));
  // The chosen one stays in the list, also while the text matches nothing in it.
  const isMissing = filter.category && !categories.some(({ value }) => value === filter.category);
  return (
    <div className="mb-3">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 id="permissions-heading" className="font-semibold text-base">
          Permissions
        </h2>
        <p className="text-ink-muted text-sm">
          It says something about {saidCount}, and comes to{" "}
          {countOf(allowedCount, "permission", "permissions")}.
        </p>
      </div>
      <div className="mt-2 flex flex-wrap gap-2">
        <FilterInput
          data-page-search
          label="Search permissions"
          placeholder="Search permissions"
          clearLabel="Clear search"
          icon={<Search />}
          value={filter.text}
          maxLength={100}
          aria-keyshortcuts="/"
          className="w-full sm:w-64"
          onChange={(text) => onFilter({ ...filter, text })}
          onEnter={() => undefined}
          onClear={() => onFilter({ ...filter, text: "" })}
        />
        <Select
          label="Category"
          hideLabel
          className="w-full sm:w-64"
          options={[
            { value: "", label: `All categories (${matching.length})` },
            ...categories,
            ...(isMissing ? [{ value: filter.category, label: `${filter.category} (0)` }] : []),
          ]}
          value={filter.category}
          onValueChange={(category) => onFilter({ ...filter, category })}
        />
      </div>
    </div>
  );
}
