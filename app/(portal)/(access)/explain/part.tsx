import type { ReactNode } from "react";

/** A part of the answer under a heading of its own. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mb-5">
      <h3 className="mb-1.5 font-medium text-sm">{title}</h3>
      {children}
    </div>
  );
}
