"use client";

import { Check } from "lucide-react";
import { FacetChips } from "#components/data-table/facet-chips.tsx";
import { FacetFilter } from "#components/data-table/facet-filter.tsx";
import {
  type FacetOption,
  type LabelOf,
  sameAsValue,
} from "#components/data-table/facet-options.ts";
import { SearchFilter } from "#components/data-table/search-filter.tsx";
import { DataTableToolbar } from "#components/data-table/toolbar.tsx";
import { useTextFilters } from "#components/data-table/use-filter.ts";
import { useLatest } from "#components/data-table/use-latest.ts";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Tooltip } from "#components/ui/tooltip.tsx";
import type { MatrixView } from "#lib/access/matrix/schema";
import { type FacetParam, facets, filterParams, ON, switches } from "./filters.ts";

export type FacetValues = Partial<Record<FacetParam, readonly FacetOption[]>>;

type MatrixToolbarProps = {
  view: MatrixView;
  /** Null when they could not be counted. */
  values: Promise<FacetValues | null>;
};

const capitalised: LabelOf = (value) => value.charAt(0).toUpperCase() + value.slice(1);

export function MatrixToolbar({ view, values }: MatrixToolbarProps) {
  const counted = useLatest(values);
  const shown = facets
    .filter(({ param }) => view === "people" || param !== "group")
    .map(({ param, label }) => ({
      param,
      label,
      labelOf: param === "risk" ? capitalised : sameAsValue,
      // Without counts the chosen values are still there to be taken back.
      values: counted === undefined ? null : (counted?.[param] ?? []),
    }));
  const placeholder = view === "roles" ? "Name or description" : "Name or e-mail address";
  return (
    <DataTableToolbar
      params={filterParams}
      search={<SearchFilter param="text" placeholder={placeholder} />}
      filters={
        <>
          {shown.map((facet) => (
            <FacetFilter key={facet.param} {...facet} truncated={false} />
          ))}
          {switches.map((each) => (
            <Switch key={each.param} {...each} />
          ))}
        </>
      }
      chips={shown.map((facet) => <FacetChips key={facet.param} {...facet} />)}
    />
  );
}

type SwitchProps = (typeof switches)[number];

/** A filter that is on or off. */
function Switch({ param, label, hint }: SwitchProps) {
  const [values, setValues] = useTextFilters([param]);
  const isOn = values[param] === ON;
  return (
    <Tooltip content={hint} side="bottom">
      <Button
        aria-pressed={isOn}
        aria-label={`Only ${label.toLowerCase()}`}
        className={cn(isOn && "border-line-strong bg-selected")}
        onClick={() => setValues({ [param]: isOn ? null : ON })}
      >
        {isOn ? <Check aria-hidden /> : null}
        Only {label.toLowerCase()}
      </Button>
    </Tooltip>
  );
}
