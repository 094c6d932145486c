import { Badge } from "#components/ui/badge.tsx";
import type { SubjectTypeRow } from "#lib/access/subject-types/schema";
import { formatNames } from "./format-names.ts";
import { RemoveSubjectType } from "./remove-type.tsx";
import { SubjectTypeButton } from "./subject-type-dialog.tsx";

type SubjectTypesProps = { types: readonly SubjectTypeRow[]; canChange: boolean };

/** What products call people in their questions. */
export function SubjectTypes({ types, canChange }: SubjectTypesProps) {
  return (
    <section aria-label="People" className="mb-6">
      <div className="mb-2 flex flex-wrap items-center gap-3">
        <h2 className="font-semibold text-base">People</h2>
        {canChange ? <SubjectTypeButton /> : null}
      </div>
      <p className="mb-2 text-ink-muted text-sm">
        What your products say in <code className="font-mono text-xs">subject.type</code> when they
        ask about somebody. About any other type every answer is no.
      </p>
      <ul className="divide-y rounded-lg border text-sm">
        {types.map((row) => (
          <li
            key={row.type}
            data-subject-type={row.type}
            className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5"
          >
            <div className="min-w-0 flex-1 basis-72">
              <div className="flex flex-wrap items-baseline gap-x-2">
                <code className="wrap-anywhere font-mono">{row.type}</code>
                {row.builtIn ? <Badge>Always there</Badge> : null}
              </div>
              <p className="text-ink-muted">
                Searches name people by {formatNames[row.idFormat ?? "usual"]}.
              </p>
            </div>
            {canChange ? (
              <div className="flex gap-2">
                <SubjectTypeButton row={row} />
                {row.builtIn ? null : <RemoveSubjectType type={row.type} />}
              </div>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
