import { Lock } from "lucide-react";
import { permissionName } from "#components/access/permission-words.ts";
import { Badge } from "#components/ui/badge.tsx";
import type { UsageDays } from "#lib/governance/unused/schema";
import type { Line } from "./draft.ts";
import { UseCells, UseHeader } from "./use-cells.tsx";

type LinesProps = {
  lines: readonly Line[];
  kept: ReadonlySet<string>;
  days: UsageDays;
  /** Null where the role cannot be changed. */
  onToggle: ((permission: string) => void) | null;
};

/** What the role says itself, and what of it stays. */
export function Lines({ lines, kept, days, onToggle }: LinesProps) {
  if (lines.length === 0) {
    return (
      <p className="rounded-lg border px-3 py-6 text-center text-ink-muted text-sm">
        This role says nothing itself. All that it gives is inherited.
      </p>
    );
  }
  return (
    <div className="rounded-lg border text-sm">
      <UseHeader days={days} />
      <ul aria-label="What the role says" className="divide-y">
        {lines.map((line) => (
          <li key={line.entry.permission}>
            <LineItem
              line={line}
              isKept={kept.has(line.entry.permission)}
              days={days}
              onToggle={line.kind === "denial" ? null : onToggle}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

type LineItemProps = Pick<LinesProps, "days" | "onToggle"> & { line: Line; isKept: boolean };

function LineItem({ line, isKept, days, onToggle }: LineItemProps) {
  const { entry, kind } = line;
  const name = permissionName(entry.permission);
  const said = (
    <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 gap-y-0.5">
      <span className="wrap-anywhere min-w-0">
        {name}
        {entry.ownOnly ? <span className="text-ink-muted"> (only own)</span> : null}
      </span>
      {kind === "unused" ? <Badge tone="warning">Unused</Badge> : null}
      {kind === "instead" ? <Badge>In place of more</Badge> : null}
      {kind === "denial" ? <Badge icon={<Lock aria-hidden />}>Denied, stays</Badge> : null}
    </span>
  );
  const row = "flex flex-wrap items-start gap-x-3 gap-y-0.5 px-3 py-2";
  const use = kind === "denial" ? null : <Use line={line} days={days} />;
  if (!onToggle) {
    return (
      <div className={row}>
        {said}
        {use}
      </div>
    );
  }
  return (
    <label className={`${row} cursor-pointer hover:bg-hover`}>
      <input
        type="checkbox"
        aria-label={`Keep ${name}`}
        className="mt-0.5 size-4 shrink-0 accent-accent"
        checked={isKept}
        onChange={() => onToggle(entry.permission)}
      />
      {said}
      {use}
    </label>
  );
}

function Use({ line: { usage, entry }, days }: { line: Line; days: UsageDays }) {
  const place = "flex basis-full gap-x-3 pl-7 text-ink-muted tabular-nums sm:basis-auto sm:pl-0";
  if (!usage) {
    const isModule = entry.permission.startsWith("module.");
    return (
      <span className={place}>
        {isModule ? "Counted by what is done in it" : "Gives nothing: it is denied"}
      </span>
    );
  }
  return (
    <span className={`${place} sm:text-right`}>
      <UseCells usage={usage} days={days} />
    </span>
  );
}
