import { cn } from "./cn.ts";

/** A stand-in of the final size while content loads. Its container says what is loading. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <div
      aria-hidden
      className={cn(
        "h-4 animate-[skeleton-pulse_1.6s_ease-in-out_infinite] rounded bg-selected",
        className,
      )}
    />
  );
}
