import { type ReactNode, useId } from "react";

type SectionProps = { title: string; description?: ReactNode; children: ReactNode };

/** A part of the page under a heading of its own. */
export function Section({ title, description, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="mb-8">
      <h2 id={id} className="font-semibold text-base">
        {title}
      </h2>
      {description ? (
        <p className="max-w-3xl text-pretty text-ink-muted text-sm">{description}</p>
      ) : null}
      <div className="mt-3">{children}</div>
    </section>
  );
}

/** What a section says when it has nothing to list. */
export function Nothing({ children }: { children: ReactNode }) {
  return (
    <p className="rounded-lg border border-dashed px-3 py-4 text-ink-muted text-sm">{children}</p>
  );
}
