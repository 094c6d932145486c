"use client";

import { Select as BaseSelect } from "@base-ui/react/select";
import { Check, ChevronsUpDown } from "lucide-react";
import { cn } from "./cn.ts";
import { popupClass, popupItemClass } from "./popup-style.ts";

type SelectOption<Value extends string> = { value: Value; label: string };

type SelectProps<Value extends string> = {
  /** Says what is chosen. Shown above unless `hideLabel`; leave it out inside a `Field`. */
  label?: string;
  hideLabel?: boolean;
  options: readonly SelectOption<Value>[];
  value: Value;
  onValueChange: (value: Value) => void;
  disabled?: boolean;
  size?: "sm" | "md";
  className?: string;
};

export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, hideLabel = false, options, value, onValueChange, disabled = false } = props;
  return (
    <BaseSelect.Root
      items={options}
      value={value}
      disabled={disabled}
      onValueChange={(chosen) => {
        if (chosen !== null) onValueChange(chosen);
      }}
    >
      {label && !hideLabel ? (
        <BaseSelect.Label className="mb-1.5 font-medium text-sm">{label}</BaseSelect.Label>
      ) : null}
      <BaseSelect.Trigger
        aria-label={hideLabel ? label : undefined}
        className={cn(
          "flex items-center justify-between gap-2 whitespace-nowrap rounded-md border border-line-strong bg-canvas pr-2 pl-2.5 text-sm hover:bg-hover data-disabled:opacity-60",
          props.size === "sm" ? "h-7" : "h-8",
          props.className,
        )}
      >
        <BaseSelect.Value className="truncate" />
        <BaseSelect.Icon className="text-ink-muted">
          <ChevronsUpDown aria-hidden className="size-3.5" />
        </BaseSelect.Icon>
      </BaseSelect.Trigger>
      <BaseSelect.Portal>
        <BaseSelect.Positioner
          className="z-50 outline-none"
          sideOffset={4}
          alignItemWithTrigger={false}
        >
          <BaseSelect.Popup className={cn(popupClass, "min-w-(--anchor-width)")}>
            <BaseSelect.List className="max-h-(--available-height) overflow-y-auto p-1">
              {options.map((option) => (
                <BaseSelect.Item
                  key={option.value}
                  value={option.value}
                  className={cn(popupItemClass, "justify-between")}
                >
                  <BaseSelect.ItemText>{option.label}</BaseSelect.ItemText>
                  <BaseSelect.ItemIndicator>
                    <Check aria-hidden />
                  </BaseSelect.ItemIndicator>
                </BaseSelect.Item>
              ))}
            </BaseSelect.List>
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  );
}
