import { peopleOf } from "#components/ui/format-number.ts";
import type { PermissionUsage, UsageDays } from "#lib/governance/unused/schema";
import { LastUse } from "../../last-use.tsx";

/** Says what the cells below mean, where they stand in columns. */
export function UseHeader({ days }: { days: UsageDays }) {
  return (
    <div
      aria-hidden
      className="hidden justify-end gap-x-3 border-b px-3 py-1.5 text-right text-ink-muted text-xs sm:flex"
    >
      <span className="mr-auto">Permission</span>
      <span className="w-36">Last use</span>
      <span className="w-24">In {days} days</span>
    </div>
  );
}

type UseCellsProps = { usage: PermissionUsage; days: UsageDays };

/** When a permission was last used, and by how many; in a line of its own on phones. */
export function UseCells({ usage, days }: UseCellsProps) {
  return (
    <>
      <span className="sm:w-36">
        <span className="sr-only">Last use: </span>
        <LastUse at={usage.lastUsedAt} />
      </span>
      <span className="sm:w-24">
        <span className="sr-only">In {days} days: </span>
        {usage.peopleCount > 0 ? peopleOf(usage.peopleCount) : "Nobody"}
      </span>
    </>
  );
}
