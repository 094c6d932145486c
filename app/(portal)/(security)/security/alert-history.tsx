import { useId } from "react";
import { LongText } from "#components/ui/long-text.tsx";
import { AbsoluteTime } from "#components/ui/relative-time.tsx";
import { visibleText } from "#components/ui/visible-text.ts";
import type { AlertChange } from "#lib/security/alerts/schema";
import { verdictLabel } from "./labels.ts";

/** Who did what with the alert, oldest first. */
export function AlertHistory({ changes }: { changes: readonly AlertChange[] }) {
  const headingId = useId();
  return (
    <section aria-labelledby={headingId}>
      <h3 id={headingId} className="mb-1.5 font-medium text-sm">
        History
      </h3>
      <ol className="flex flex-col gap-3 border-line border-l pl-3 text-sm">
        {changes.map((step) => (
          <li key={step.id}>
            <p>
              <strong className="font-medium">{whoOf(step)}</strong> {deedOf(step)}
            </p>
            <AbsoluteTime value={step.changedAt} className="block text-ink-muted text-xs" />
            {step.comment ? (
              <blockquote className="mt-1 rounded-md border bg-surface px-2.5 py-1.5">
                <LongText text={step.comment} />
              </blockquote>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

function whoOf({ actorType, actorName }: AlertChange): string {
  return actorType === "system" ? "Gatehouse" : visibleText(actorName);
}

function deedOf({ change, verdict }: AlertChange): string {
  if (change === "resolved" && verdict) {
    return `resolved it as ${verdictLabel(verdict).toLowerCase()}`;
  }
  return `${change} it`;
}
