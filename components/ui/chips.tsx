import { X } from "lucide-react";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";

type Chip = { id: string; name: string; title?: string };

type ChipsProps = {
  label?: string;
  labelledBy?: string;
  chips: readonly Chip[];
  /** What taking one out is called, before its name. */
  removeLabel?: string;
  onRemove: (id: string) => void;
  className?: string;
};

/** What was chosen one after another, each with the way to take it out again. */
export function Chips(props: ChipsProps) {
  const { label, labelledBy, chips, removeLabel = "Remove", onRemove, className } = props;
  if (chips.length === 0) return null;
  return (
    <ul
      aria-label={label}
      aria-labelledby={labelledBy}
      className={cn("flex flex-wrap gap-1.5", className)}
    >
      {chips.map(({ id, name, title }) => (
        <li
          key={id}
          title={title}
          className="flex min-w-0 items-center gap-0.5 rounded-md border bg-surface pl-2 text-sm"
        >
          <span className="wrap-anywhere min-w-0">{name}</span>
          <Button
            iconOnly
            size="sm"
            variant="ghost"
            aria-label={`${removeLabel} ${name}`}
            onClick={() => onRemove(id)}
          >
            <X aria-hidden />
          </Button>
        </li>
      ))}
    </ul>
  );
}
