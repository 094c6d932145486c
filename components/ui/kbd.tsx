import { cn } from "./cn.ts";

type KbdProps = {
  /** Keys pressed together or one after another, e.g. `["g", "a"]`. */
  keys: readonly string[];
  className?: string;
};

export function Kbd({ keys, className }: KbdProps) {
  return (
    <span className={cn("inline-flex items-center gap-0.5", className)}>
      {keys.map((key) => (
        <kbd
          key={key}
          className="inline-flex h-5 min-w-5 items-center justify-center rounded border bg-surface px-1 font-sans text-ink-muted text-xs"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
