import type { CellCode, MatrixView } from "#lib/access/matrix/schema";
import { CellMark } from "./cell-mark.tsx";

type Entry = { code: CellCode; label: string };

const legends: Record<MatrixView, readonly Entry[]> = {
  roles: [
    { code: "A", label: "Allowed" },
    { code: "O", label: "What the person owns" },
    { code: "D", label: "Denied" },
    { code: "a", label: "No box: inherited" },
    { code: "x", label: "Switched off" },
    { code: ".", label: "Not allowed" },
  ],
  people: [
    { code: "a", label: "Allowed" },
    { code: "E", label: "With exceptions" },
    { code: "o", label: "What they own" },
    { code: "S", label: "Some resources" },
    { code: "C", label: "After a choice" },
    { code: "d", label: "Denied" },
    { code: "x", label: "Switched off" },
    { code: ".", label: "Not allowed" },
  ],
};

/** What the marks mean. */
export function Legend({ view }: { view: MatrixView }) {
  return (
    <ul aria-label="Marks" className="flex flex-wrap gap-x-3 gap-y-0.5 text-ink-muted text-xs">
      {legends[view].map(({ code, label }) => (
        <li key={label} className="flex items-center gap-1">
          <CellMark code={code} boxed={view === "roles"} />
          {label}
        </li>
      ))}
    </ul>
  );
}
