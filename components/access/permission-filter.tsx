import { Search } from "lucide-react";
import { FilterInput } from "../data-table/filter-input.tsx";
import { Select } from "../ui/select.tsx";
import { groupsOf, type ListedPermission } from "./permission-groups.ts";

type PickerFilter = {
  text: string;
  /** Empty for all of them. */
  category: string;
};

export const noFilter: PickerFilter = { text: "", category: "" };

type PermissionFilterProps = {
  /** Those that the text matches, of every category. */
  matching: readonly ListedPermission[];
  filter: PickerFilter;
  onFilter: (filter: PickerFilter) => void;
  /** Whether `/` leads to it: of a page, and not of a dialog above one. */
  isPageSearch?: boolean;
};

/** Narrows a list of permissions by words and by category. */
export function PermissionFilter(props: PermissionFilterProps) {
  const { matching, filter, onFilter, isPageSearch = false } = props;
  const categories = groupsOf(matching).map(({ category, rows }) => ({
    value: category,
    label: `${category} (${rows.length})`,
  }));
  // The chosen one stays in the list, also while the text matches nothing in it.
  const isMissing = filter.category && !categories.some(({ value }) => value === filter.category);
  return (
    <div className="flex flex-wrap gap-2">
      <FilterInput
        {...(isPageSearch ? { "data-page-search": true, "aria-keyshortcuts": "/" } : {})}
        label="Search permissions"
        placeholder="Search permissions"
        clearLabel="Clear search"
        icon={<Search />}
        value={filter.text}
        maxLength={100}
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
  );
}
