"use client";

import { useId } from "react";
import { useTextFilters } from "#components/data-table/use-filter.ts";
import { Segmented } from "#components/ui/segmented.tsx";
import { usageDays } from "#lib/governance/unused/schema";
import { DEFAULT_DAYS, daysOf } from "./params.ts";

const options = usageDays.map((days) => ({ value: String(days), label: `${days} days` }));
const params = ["days"] as const;

/** What is chosen now: the rows may still be those of before. */
export function useChosenDays() {
  const [{ days }, set] = useTextFilters(params);
  return [daysOf(days), set] as const;
}

/** How far back to look. */
export function DaysFilter() {
  const labelId = useId();
  const [days, set] = useChosenDays();
  return (
    <div className="flex items-center gap-2 text-sm">
      <span id={labelId} className="text-ink-muted">
        Used in the last
      </span>
      <Segmented
        labelledBy={labelId}
        options={options}
        value={String(days)}
        onValueChange={(next) => set({ days: next === String(DEFAULT_DAYS) ? null : next })}
      />
    </div>
  );
}
