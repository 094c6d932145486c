import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";

type LinesProps = {
  title: string;
  /** One line of help, with an example. */
  hint: ReactNode;
  add: string;
  onAdd: () => void;
  children: ReactNode;
};

/** Lines of an action that are added and removed, under a heading. */
export function Lines({ title, hint, add, onAdd, children }: LinesProps) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 font-medium">{title}</legend>
      <p className="text-ink-muted">{hint}</p>
      {children}
      <Button size="sm" className="w-fit" onClick={onAdd}>
        <Plus aria-hidden />
        {add}
      </Button>
    </fieldset>
  );
}

type LineProps = { label: string; removeLabel: string; onRemove: () => void; children: ReactNode };

export function Line({ label, removeLabel, onRemove, children }: LineProps) {
  return (
    <fieldset
      aria-label={label}
      className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 rounded-md border p-2"
    >
      <div className="grid gap-2 sm:grid-cols-2">{children}</div>
      <Button iconOnly variant="ghost" aria-label={removeLabel} onClick={onRemove}>
        <X aria-hidden />
      </Button>
    </fieldset>
  );
}
