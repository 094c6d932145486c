import { useId } from "react";
import { cn } from "./cn.ts";

type RadioOption<Value extends string> = {
  value: Value;
  label: string;
  /** One sentence: when to choose it. */
  hint?: string;
};

type RadioGroupProps<Value extends string> = {
  label: string;
  options: readonly RadioOption<Value>[];
  /** Null while nothing is chosen. */
  value: Value | null;
  onValueChange: (value: Value) => void;
  error?: string | undefined;
  className?: string;
};

/** One of a few choices that are all worth seeing; the browser's own radio buttons in our colour. */
export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>) {
  const { label, options, value, onValueChange, error, className } = props;
  const id = useId();
  return (
    <div
      role="radiogroup"
      aria-labelledby={`${id}-label`}
      aria-invalid={error ? true : undefined}
      aria-describedby={error ? `${id}-error` : undefined}
      className={cn("min-w-0", className)}
    >
      <div id={`${id}-label`} className="mb-1.5 font-medium text-sm">
        {label}
      </div>
      <div className="flex flex-col gap-2">
        {options.map((option) => (
          <label key={option.value} className="flex items-start gap-2 text-sm">
            <input
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === value}
              onChange={() => onValueChange(option.value)}
              aria-describedby={option.hint ? `${id}-${option.value}` : undefined}
              className="mt-0.5 size-4 shrink-0 scroll-mt-16 accent-accent"
            />
            <span className="min-w-0">
              <span>{option.label}</span>
              {option.hint ? (
                <span id={`${id}-${option.value}`} className="block text-ink-muted">
                  {option.hint}
                </span>
              ) : null}
            </span>
          </label>
        ))}
      </div>
      {error ? (
        <p id={`${id}-error`} role="alert" className="mt-1.5 text-danger text-sm">
          {error}
        </p>
      ) : null}
    </div>
  );
}
