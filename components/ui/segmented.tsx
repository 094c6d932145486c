"use client";

import { type ReactNode, useId } from "react";
import { cn } from "./cn.ts";

type SegmentedOption<Value extends string> = { value: Value; label: string; icon?: ReactNode };

type SegmentedProps<Value extends string> = {
  /** The id of the element that names the choice. */
  labelledBy: string;
  describedBy?: string | undefined;
  invalid?: boolean;
  options: readonly SegmentedOption<Value>[];
  value: Value;
  onValueChange: (value: Value) => void;
};

/** One of two or three short choices side by side; radio buttons for the keyboard and screen readers. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-labelledby={props.labelledBy}
      aria-describedby={props.describedBy}
      aria-invalid={props.invalid || undefined}
      className={cn(
        "flex w-fit max-w-full rounded-md border border-line-strong/60 bg-surface p-0.5",
        props.invalid && "border-danger",
      )}
    >
      {props.options.map((option) => (
        <label
          key={option.value}
          className="relative flex h-6.5 cursor-pointer select-none items-center gap-1.5 rounded border border-transparent px-2.5 text-ink-muted text-sm hover:text-ink has-checked:border-line-strong has-checked:bg-canvas has-checked:font-medium has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-ring has-focus-visible:outline-offset-1 pointer-coarse:h-9 [&_svg]:size-4 [&_svg]:shrink-0"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === props.value}
            onChange={() => props.onValueChange(option.value)}
            className="sr-only"
          />
          {option.icon}
          {option.label}
        </label>
      ))}
    </div>
  );
}
