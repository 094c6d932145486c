"use client";

import { X } from "lucide-react";
import { type ComponentProps, type ReactNode, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Input } from "#components/ui/input.tsx";

type FilterInputProps = Omit<ComponentProps<typeof Input>, "onChange"> & {
  label: string;
  value: string;
  clearLabel: string;
  icon: ReactNode;
  onChange: (text: string) => void;
  onEnter: () => void;
  onClear: () => void;
};

/** A text field of the toolbar: icon, words, and a button that empties it. */
export function FilterInput(props: FilterInputProps) {
  const { label, clearLabel, value, icon, onChange, onEnter, onClear, className, ...rest } = props;
  const field = useRef<HTMLInputElement>(null);
  return (
    <div className={cn("relative", className)}>
      <span aria-hidden className="absolute top-2 left-2.5 text-ink-faint [&_svg]:size-4">
        {icon}
      </span>
      <Input
        {...rest}
        ref={field}
        value={value}
        aria-label={label}
        autoComplete="off"
        spellCheck={false}
        className="pr-8 pl-8 text-sm"
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") {
            // It narrows what is shown; a form around it is not sent.
            event.preventDefault();
            onEnter();
          }
          // Back to the list, where the letters are shortcuts again.
          if (event.key === "Escape") field.current?.blur();
        }}
      />
      {value ? (
        <Button
          iconOnly
          variant="ghost"
          size="sm"
          aria-label={clearLabel}
          className="absolute top-0.5 right-0.5"
          onClick={() => {
            onClear();
            field.current?.focus();
          }}
        >
          <X aria-hidden />
        </Button>
      ) : null}
    </div>
  );
}
