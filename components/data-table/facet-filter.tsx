"use client";

import { Combobox } from "@base-ui/react/combobox";
import { Check, ChevronDown } from "lucide-react";
import { useId, useMemo, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { useLocale } from "#components/ui/locale-context.tsx";
import { popupClass, popupItemClass } from "#components/ui/popup-style.ts";
import { Skeleton } from "#components/ui/skeleton.tsx";
import {
  type FacetOption,
  facetOptions,
  type LabelOf,
  sameAsValue,
  searchableText,
} from "./facet-options.ts";
import { FilterFrame } from "./filter-frame.tsx";
import { formatCount } from "./format-count.ts";
import { useListFilter } from "./use-filter.ts";

type FacetFilterProps = {
  param: string;
  /** What is chosen, in the singular: "Actor". */
  label: string;
  /** Most frequent first; null while they are being counted. */
  values: readonly FacetOption[] | null;
  /** Counting stopped early: every count is at least what it says. */
  truncated: boolean;
  /** The words for a chosen value that is not among them. */
  labelOf?: LabelOf;
  /** What the server says about the chosen values. */
  error?: string | undefined;
};

/** Several values of one property, searchable and with how many rows each would show. */
export function FacetFilter(props: FacetFilterProps) {
  const { param, label, values, truncated, labelOf = sameAsValue, error } = props;
  const [selected, setSelected] = useListFilter(param);
  const options = useMemo(
    () => facetOptions(values ?? [], selected, labelOf),
    [values, selected, labelOf],
  );
  const items = useMemo(
    () =>
      Combobox.createItems(options, {
        getValue: (option) => option.value,
        getLabel: searchableText,
      }),
    [options],
  );
  const isFirstOfVisit = useRef(true);
  const messageId = useId();

  function onValueChange(next: string[]) {
    setSelected(next, isFirstOfVisit.current ? "push" : "replace");
    isFirstOfVisit.current = false;
  }

  return (
    <Combobox.Root
      multiple
      items={items}
      value={selected}
      onValueChange={onValueChange}
      onOpenChange={() => {
        isFirstOfVisit.current = true;
      }}
      onInputValueChange={(_, details) => {
        // Keeps the typed words after a choice: the next one is often among the same matches.
        if ("isItemPress" in details && details.isItemPress) details.cancel();
      }}
    >
      <FilterFrame messageId={messageId} message={error}>
        <Combobox.Trigger
          aria-label={label}
          aria-describedby={messageId}
          render={
            <Button
              className={cn(
                selected.length > 0 && "border-line-strong bg-selected",
                error && "border-danger",
              )}
            >
              {label}
              {selected.length > 0 ? <SelectedCount count={selected.length} /> : null}
              <ChevronDown aria-hidden className="text-ink-faint" />
            </Button>
          }
        />
      </FilterFrame>
      <Combobox.Portal>
        <Combobox.Positioner
          className="z-50 outline-none"
          align="start"
          sideOffset={4}
          collisionPadding={8}
        >
          <Combobox.Popup
            aria-label={`Filter by ${label.toLowerCase()}`}
            className={cn(
              popupClass,
              "flex w-80 max-w-[calc(100vw-1rem)] flex-col overflow-hidden",
            )}
          >
            <Combobox.Input
              aria-label={`Find ${label.toLowerCase()}`}
              placeholder={`Find ${label.toLowerCase()}…`}
              className="h-9 w-full border-b bg-transparent px-3 text-sm -outline-offset-2 pointer-coarse:text-lg"
            />
            {values === null ? <LoadingOptions /> : <OptionList {...{ label, truncated }} />}
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}

function SelectedCount({ count }: { count: number }) {
  return (
    <span className="rounded bg-ink px-1 font-medium text-canvas text-xs">
      {count}
      <span className="sr-only"> selected</span>
    </span>
  );
}

function OptionList({ label, truncated }: { label: string; truncated: boolean }) {
  const { locale } = useLocale();
  return (
    <>
      <Combobox.Empty className="px-3 py-4 text-ink-muted text-sm empty:hidden">
        No {label.toLowerCase()} matches.
      </Combobox.Empty>
      <Combobox.List className="max-h-[min(20rem,calc(var(--available-height)-5rem))] scroll-py-1 overflow-y-auto overscroll-contain p-1 outline-none data-empty:p-0">
        {(option: FacetOption) => (
          <Combobox.Item
            key={option.value}
            value={option.value}
            className={cn(popupItemClass, "group/option")}
          >
            <span className="flex size-4 shrink-0 items-center justify-center rounded border border-line-strong group-data-selected/option:border-accent group-data-selected/option:bg-accent">
              <Combobox.ItemIndicator>
                <Check aria-hidden className="size-3! text-accent-ink!" />
              </Combobox.ItemIndicator>
            </span>
            <span className="min-w-0 flex-1 truncate" title={titleOf(option)}>
              {option.label}
            </span>
            <span className="text-ink-muted tabular-nums">
              {formatCount(option.count, truncated, locale)}
            </span>
          </Combobox.Item>
        )}
      </Combobox.List>
      {truncated ? (
        <p className="border-t px-3 py-2 text-ink-muted text-xs">
          + means at least: only the newest matches were counted.
        </p>
      ) : null}
    </>
  );
}

function LoadingOptions() {
  return (
    <div role="status" className="flex flex-col gap-4 p-3">
      <span className="sr-only">Counting…</span>
      <Skeleton className="w-3/4" />
      <Skeleton className="w-1/2" />
      <Skeleton className="w-2/3" />
    </div>
  );
}

function titleOf({ label, value }: FacetOption): string {
  return label === value ? label : `${label} · ${value}`;
}
