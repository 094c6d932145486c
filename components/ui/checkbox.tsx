import { type ComponentProps, type ReactNode, useId } from "react";
import { cn } from "./cn.ts";

type CheckboxProps = Omit<ComponentProps<"input">, "type" | "size"> & {
  label: ReactNode;
  hint?: ReactNode;
  /** Keeps the label for screen readers only, e.g. in a table's first column. */
  hideLabel?: boolean;
};

/** The browser's own checkbox in our accent colour: it needs no script and is never out of step. */
export function Checkbox({ label, hint, hideLabel = false, className, ...rest }: CheckboxProps) {
  const hintId = useId();
  return (
    <label className={cn("flex items-start gap-2 text-sm", className)}>
      <input
        {...rest}
        type="checkbox"
        aria-describedby={hint ? hintId : undefined}
        className="mt-0.5 size-4 shrink-0 accent-accent"
      />
      <span className={hideLabel ? "sr-only" : "min-w-0"}>
        <span>{label}</span>
        {hint ? (
          <span id={hintId} className="block text-ink-muted">
            {hint}
          </span>
        ) : null}
      </span>
    </label>
  );
}
