import { ChevronRight } from "lucide-react";
import type { Answer } from "#lib/access/explain/schema";
import { Part } from "./part.tsx";

/** What is known of the resource, as far as the answer depends on it. */
export function ResourceFacts({ target }: { target: NonNullable<Answer["target"]> }) {
  const above = target.ancestors.toReversed();
  return (
    <Part title="The resource">
      <div className="rounded-lg border px-3 py-2 text-sm">
        <ol className="flex flex-wrap items-center gap-x-1 gap-y-0.5">
          {[...above, target].map(({ type, id }, index) => (
            <li key={`${type}/${id}`} className="flex min-w-0 items-center gap-1">
              {index > 0 ? (
                <ChevronRight aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
              ) : null}
              <span className="wrap-anywhere min-w-0">
                <span className="text-ink-muted">{type}</span>{" "}
                <code className="font-mono text-xs">{id}</code>
              </span>
            </li>
          ))}
        </ol>
        <p className="mt-1 text-ink-muted">
          {target.owner ? (
            <>
              Owned by <code className="wrap-anywhere font-mono text-xs">{target.owner}</code>.
            </>
          ) : (
            "It has no known owner."
          )}{" "}
          {target.isRegistered
            ? null
            : "Nobody has registered it here, so Gatehouse knows of nothing above it. Your products can name its owner when they ask."}
        </p>
      </div>
    </Part>
  );
}
