"use client";

import { Combobox } from "@base-ui/react/combobox";
import { Check, ChevronsUpDown } from "lucide-react";
import { useId, useMemo } from "react";
import { cn } from "./cn.ts";
import { popupClass, popupItemClass } from "./popup-style.ts";

export type SearchOption = {
  value: string;
  label: string;
  /** Shown at the end of the line, and found as well. */
  hint?: string;
  /** Found but not shown. */
  keywords?: string;
};

/** An empty heading shows none. */
export type SearchGroup = { heading: string; items: readonly SearchOption[] };

type SearchSelectProps = {
  /** The id of the element that names the choice. */
  labelledBy: string;
  describedBy?: string | undefined;
  invalid?: boolean;
  groups: readonly SearchGroup[];
  value: string;
  /** The words on the closed control. */
  shown: string;
  onValueChange: (value: string) => void;
  /** Called before the list is shown, e.g. to make it only when somebody wants it. */
  onOpen?: () => void;
  /** In the search field: "Find a time zone…". */
  placeholder: string;
  /** When nothing matches. */
  nothing: string;
  className?: string;
};

/** One of many options in groups, found by typing. */
export function SearchSelect(props: SearchSelectProps) {
  const { groups, value, onValueChange } = props;
  const items = useMemo(
    () =>
      Combobox.createItems(groups, { getValue: ({ value }) => value, getLabel: searchableText }),
    [groups],
  );
  return (
    <Combobox.Root
      items={items}
      value={value}
      onValueChange={(chosen) => {
        if (chosen !== null && chosen !== value) onValueChange(chosen);
      }}
      onOpenChange={(open) => {
        if (open) props.onOpen?.();
      }}
    >
      <Trigger {...props} />
      <Popup {...props} />
    </Combobox.Root>
  );
}

function Trigger(props: SearchSelectProps) {
  const shownId = useId();
  return (
    <Combobox.Trigger
      aria-labelledby={`${props.labelledBy} ${shownId}`}
      aria-describedby={props.describedBy}
      aria-invalid={props.invalid || undefined}
      className={cn(
        "flex h-8 items-center justify-between gap-2 rounded-md border border-line-strong bg-canvas pr-2 pl-2.5 text-left text-sm hover:bg-hover pointer-coarse:h-10",
        props.invalid && "border-danger",
        props.className,
      )}
    >
      <span id={shownId} className="min-w-0 truncate">
        {props.shown}
      </span>
      <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-ink-muted" />
    </Combobox.Trigger>
  );
}

function Popup({ labelledBy, placeholder, nothing }: SearchSelectProps) {
  return (
    <Combobox.Portal>
      <Combobox.Positioner
        className="z-50 outline-none"
        align="end"
        sideOffset={4}
        collisionPadding={8}
      >
        <Combobox.Popup
          aria-labelledby={labelledBy}
          className={cn(popupClass, "flex w-96 max-w-[calc(100vw-1rem)] flex-col overflow-hidden")}
        >
          <Combobox.Input
            aria-label={placeholder}
            placeholder={placeholder}
            className="h-9 w-full border-b bg-transparent px-3 text-sm -outline-offset-2 pointer-coarse:text-lg"
          />
          <Combobox.Empty className="px-3 py-4 text-ink-muted text-sm empty:hidden">
            {nothing}
          </Combobox.Empty>
          <Combobox.List className="max-h-[min(20rem,calc(var(--available-height)-5rem))] scroll-py-1 overflow-y-auto overscroll-contain p-1 outline-none data-empty:p-0">
            {(group: SearchGroup) => <Group key={group.heading} group={group} />}
          </Combobox.List>
        </Combobox.Popup>
      </Combobox.Positioner>
    </Combobox.Portal>
  );
}

function Group({ group }: { group: SearchGroup }) {
  return (
    <Combobox.Group items={[...group.items]}>
      {group.heading ? (
        <Combobox.GroupLabel className="px-2 pt-2 pb-1 text-ink-faint text-xs">
          {group.heading}
        </Combobox.GroupLabel>
      ) : null}
      <Combobox.Collection>
        {(option: SearchOption) => (
          <Combobox.Item key={option.value} value={option.value} className={popupItemClass}>
            <span className="flex size-4 shrink-0 items-center">
              <Combobox.ItemIndicator>
                <Check aria-hidden />
              </Combobox.ItemIndicator>
            </span>
            <span className="flex min-w-0 flex-1 flex-wrap justify-between gap-x-3">
              <span>{option.label}</span>
              {option.hint ? <span className="text-ink-muted">{option.hint}</span> : null}
            </span>
          </Combobox.Item>
        )}
      </Combobox.Collection>
    </Combobox.Group>
  );
}

function searchableText({ label, hint, keywords }: SearchOption): string {
  return [label, hint, keywords].filter(Boolean).join(" ");
}
