import { AbsoluteTime } from "#components/ui/relative-time.tsx";
import { visibleText } from "#components/ui/visible-text.ts";
import type { DifferenceLine } from "#lib/governance/changes/difference";

type Said = DifferenceLine["before"];

/** What a change has made another, one line each. */
export function Differences({ lines }: { lines: readonly DifferenceLine[] }) {
  if (lines.length === 0) {
    return (
      <p className="text-ink-muted text-sm">
        The log keeps no difference of it: the line above says all that it knows.
      </p>
    );
  }
  // What was only just made was nothing before: one side says it all.
  const isNew = lines.every(({ before }) => before === null);
  return (
    <ul className="max-h-96 divide-y overflow-y-auto rounded-lg border text-sm">
      {lines.map(({ label, before, after }) => (
        <li key={label} className="px-3 py-1.5">
          <div className="wrap-anywhere text-ink-muted">{visibleText(label)}</div>
          <div className="wrap-anywhere">
            {isNew ? null : (
              <>
                <span className="sr-only">Before: </span>
                <SaidWords said={before} isOld />
                <span aria-hidden className="px-1.5 text-ink-faint">
                  →
                </span>
                <span className="sr-only">, after: </span>
              </>
            )}
            <SaidWords said={after} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function SaidWords({ said, isOld = false }: { said: Said; isOld?: boolean }) {
  if (said === null) return <span className="text-ink-muted">nothing</span>;
  const words = "at" in said ? <AbsoluteTime value={said.at} /> : visibleText(said.text);
  return isOld ? <span className="text-ink-muted">{words}</span> : <span>{words}</span>;
}
