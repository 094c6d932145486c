import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";

/** What a page is about, for those who want to know; closed until somebody does. */
export function HelpNote({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="group/help mb-4 max-w-3xl text-sm">
      <summary className="flex w-fit cursor-pointer list-none items-center gap-1 rounded text-ink-muted hover:text-ink [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-3.5 transition-transform group-open/help:rotate-90 motion-reduce:transition-none"
        />
        {title}
      </summary>
      <div className="mt-2 flex flex-col gap-2 border-l-2 pl-3 text-ink-muted text-pretty">
        {children}
      </div>
    </details>
  );
}
