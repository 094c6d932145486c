import type { ReactNode } from "react";

/** Terms and what is known about them, e.g. in a side panel. */
export function FactList({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-[6.5rem_minmax(0,1fr)] gap-x-3 text-sm">{children}</dl>;
}

type FactProps = { term: string; children: ReactNode };

export function Fact({ term, children }: FactProps) {
  return (
    <div className="col-span-2 grid grid-cols-subgrid border-b py-2 last:border-b-0">
      <dt className="text-ink-muted">{term}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
