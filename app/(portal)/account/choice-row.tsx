import { type ReactNode, useId } from "react";

/** What ties a control to its label, hint and error. */
export type ChoiceField = { labelledBy: string; describedBy: string | undefined; invalid: boolean };

type ChoiceRowProps = {
  label: string;
  hint?: ReactNode;
  error: string | undefined;
  children: (field: ChoiceField) => ReactNode;
};

/** A label, what it means, and the control beside it; on phones below. */
export function ChoiceRow({ label, hint, error, children }: ChoiceRowProps) {
  const id = useId();
  const described = [hint ? `${id}-hint` : null, error ? `${id}-error` : null].filter(Boolean);
  const field = {
    labelledBy: id,
    describedBy: described.join(" ") || undefined,
    invalid: error !== undefined,
  };
  return (
    <div className="flex flex-col gap-x-4 gap-y-2 px-3 py-2.5 text-sm sm:min-h-14 sm:flex-row sm:items-center">
      <div className="min-w-0 flex-1">
        <div id={id}>{label}</div>
        {hint ? (
          <div id={`${id}-hint`} className="text-ink-muted">
            {hint}
          </div>
        ) : null}
        <div role="alert">
          {error ? (
            <p id={`${id}-error`} className="text-danger">
              {error}
            </p>
          ) : null}
        </div>
      </div>
      {children(field)}
    </div>
  );
}
