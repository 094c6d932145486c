import { cn } from "#components/ui/cn.ts";

/** Two posts and an arch. */
export function GatehouseMark({ className }: { className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 20 20"
      className={cn("size-5 shrink-0 text-accent-text", className)}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d="M3 17V5l3-2 3 2M17 17V5l-3-2-3 2M6.5 17v-4a3.5 3.5 0 0 1 7 0v4M2 17h16" />
    </svg>
  );
}
