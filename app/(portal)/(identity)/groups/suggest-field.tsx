"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { useRef } from "react";
import { cn } from "#components/ui/cn.ts";
import { popupClass, popupItemClass } from "#components/ui/popup-style.ts";

type SuggestFieldProps = {
  /** Names the field for those who do not see where it stands. */
  label: string;
  value: string;
  /** `isChosen`: it was picked from the list, and is complete. */
  onValueChange: (value: string, isChosen: boolean) => void;
  suggestions: readonly string[];
  /** Enter without a suggestion. */
  onEnter?: () => void;
  placeholder?: string;
  maxLength: number;
  invalid?: boolean;
  describedBy?: string | undefined;
};

/** A text field that suggests, and takes anything else as well. */
export function SuggestField(props: SuggestFieldProps) {
  const { label, value, suggestions, onValueChange, onEnter } = props;
  const highlighted = useRef<string | undefined>(undefined);
  return (
    <Autocomplete.Root
      items={suggestions}
      value={value}
      openOnInputClick
      onItemHighlighted={(item) => {
        highlighted.current = item;
      }}
      onValueChange={(next, { reason }) => onValueChange(next, reason === "item-press")}
    >
      <Autocomplete.Input
        aria-label={label}
        aria-invalid={props.invalid || undefined}
        aria-describedby={props.describedBy}
        placeholder={props.placeholder}
        maxLength={props.maxLength}
        spellCheck={false}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || highlighted.current !== undefined || !onEnter) return;
          // Enter completes the value here; it does not send the form.
          event.preventDefault();
          onEnter();
        }}
        className="h-8 w-full min-w-0 rounded-md border border-line-strong bg-canvas px-2.5 text-ink text-sm aria-invalid:border-danger pointer-coarse:text-lg"
      />
      <Suggestions label={label} />
    </Autocomplete.Root>
  );
}

function Suggestions({ label }: Pick<SuggestFieldProps, "label">) {
  return (
    <Autocomplete.Portal>
      <Autocomplete.Positioner
        className="z-50 outline-none"
        align="start"
        sideOffset={4}
        collisionPadding={8}
      >
        <Autocomplete.Popup
          className={cn(popupClass, "min-w-(--anchor-width) max-w-80 data-empty:hidden")}
        >
          <Autocomplete.List
            aria-label={`Suggestions for ${label}`}
            className="max-h-[min(16rem,var(--available-height))] overflow-y-auto overscroll-contain p-1"
          >
            {(item: string) => (
              <Autocomplete.Item
                key={item}
                value={item}
                className={cn(popupItemClass, "wrap-anywhere")}
              >
                {item}
              </Autocomplete.Item>
            )}
          </Autocomplete.List>
        </Autocomplete.Popup>
      </Autocomplete.Positioner>
    </Autocomplete.Portal>
  );
}
