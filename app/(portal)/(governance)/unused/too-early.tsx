import { Hourglass } from "lucide-react";
import { UtcDay } from "#components/ui/local-text.tsx";
import type { Observed } from "#lib/governance/unused/schema";

/** Why nothing of a role is called unused yet. */
export function TooEarly({ observed: { since, enoughFrom } }: { observed: Observed }) {
  return (
    <p className="mb-4 flex max-w-3xl items-start gap-2 rounded-md border bg-surface px-3 py-2 text-sm">
      <Hourglass aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-muted" />
      <span>
        Too early to tell what is unused. The role has been like this, held and recorded, since{" "}
        <UtcDay value={since} />. What nobody has used by <UtcDay value={enoughFrom} /> is shown
        here as unused, with a smaller role to apply.
      </span>
    </p>
  );
}
