"use client";

import { Search } from "lucide-react";
import { useId } from "react";
import { FilterFrame } from "./filter-frame.tsx";
import { FilterInput } from "./filter-input.tsx";
import { useDraft } from "./use-draft.ts";
import { useTextFilters } from "./use-filter.ts";

type SearchFilterProps = {
  param: string;
  /** Names the field too. */
  placeholder: string;
  maxLength?: number;
  /** What the server says about the text. */
  error?: string | undefined;
};

/** Full-text search of the list; `/` puts the focus here. */
export function SearchFilter({ param, placeholder, maxLength = 200, error }: SearchFilterProps) {
  const [values, setValues] = useTextFilters([param]);
  const committed = values[param] ?? "";
  const draft = useDraft(committed, (text, history) =>
    setValues({ [param]: text.trim() === "" ? null : text }, history),
  );
  const messageId = useId();
  return (
    <FilterFrame messageId={messageId} message={error} className="min-w-0 grow md:w-56 md:grow-0">
      <FilterInput
        data-page-search
        label={placeholder}
        placeholder={placeholder}
        clearLabel="Clear search"
        icon={<Search />}
        value={draft.value}
        maxLength={maxLength}
        aria-invalid={error ? true : undefined}
        aria-describedby={messageId}
        aria-keyshortcuts="/"
        onFocus={draft.onFocus}
        onChange={draft.onChange}
        onEnter={() => draft.flush(draft.value)}
        onClear={() => draft.flush("")}
      />
    </FilterFrame>
  );
}
