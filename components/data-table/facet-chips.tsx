"use client";

import { X } from "lucide-react";
import { type FacetOption, facetChips, type LabelOf, sameAsValue } from "./facet-options.ts";
import { useListFilter } from "./use-filter.ts";

const SHOWN_PER_FACET = 4;

type FacetChipsProps = {
  param: string;
  label: string;
  /** For the labels of the chosen values; null while they are being counted. */
  values: readonly FacetOption[] | null;
  /** The words for a chosen value that is not among them. */
  labelOf?: LabelOf;
};

/** What a facet has chosen, each with a button that takes it back. */
export function FacetChips(props: FacetChipsProps) {
  const { param, label, values, labelOf = sameAsValue } = props;
  const [selected, setSelected] = useListFilter(param);
  const { chips, left } = facetChips(values ?? [], selected, labelOf, SHOWN_PER_FACET);
  return (
    <>
      {chips.map((chip) => (
        <span
          key={chip.value}
          data-chip
          className="inline-flex h-6 max-w-72 items-center rounded border bg-surface pl-1.5 text-xs"
        >
          <span className="truncate" title={chip.value}>
            <span className="text-ink-muted">{label}:</span> {chip.label}
          </span>
          <button
            type="button"
            aria-label={`Remove ${label.toLowerCase()} ${chip.label}`}
            className="flex size-6 shrink-0 items-center justify-center rounded text-ink-muted hover:text-ink"
            onClick={() => setSelected(selected.filter((value) => value !== chip.value))}
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </span>
      ))}
      {left > 0 ? <span className="text-ink-muted text-xs">and {left} more</span> : null}
    </>
  );
}
