import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";

type DisclosureProps = { summary: ReactNode; className?: string; children: ReactNode };

/** A line that opens what would be too much to show at once. */
export function Disclosure({ summary, className, children }: DisclosureProps) {
  return (
    <details className={cn("group/more min-w-0", className)}>
      <summary className="flex w-fit cursor-pointer list-none items-center gap-1 rounded [&::-webkit-details-marker]:hidden">
        <span>{summary}</span>
        <ChevronRight
          aria-hidden
          className="size-3.5 shrink-0 text-ink-muted transition-transform group-open/more:rotate-90 motion-reduce:transition-none"
        />
      </summary>
      <div className="mt-1">{children}</div>
    </details>
  );
}
