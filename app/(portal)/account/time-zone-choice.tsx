"use client";

import { useMemo, useState } from "react";
import { SearchSelect } from "#components/ui/search-select.tsx";
import { useHydrated } from "#components/ui/use-now.ts";
import type { ChoiceField } from "./choice-row.tsx";
import { AUTOMATIC, presentName, timeZoneGroups, zoneLabel } from "./time-zones.ts";

type TimeZoneChoiceProps = ChoiceField & {
  value: string | null;
  onValueChange: (timeZone: string | null) => void;
};

export function TimeZoneChoice({ value, onValueChange, ...field }: TimeZoneChoiceProps) {
  // When the list was first opened; until then it is not made.
  const [openedAt, setOpenedAt] = useState<number | null>(null);
  const browserZone = useBrowserZone();
  const groups = useMemo(
    () =>
      openedAt === null
        ? []
        : timeZoneGroups(Intl.supportedValuesOf("timeZone"), browserZone ?? "UTC", value, openedAt),
    [openedAt, browserZone, value],
  );
  const automatic = browserZone ? `Automatic (${zoneLabel(browserZone)})` : "Automatic";
  return (
    <SearchSelect
      {...field}
      groups={groups}
      value={value ?? AUTOMATIC}
      shown={value === null ? automatic : zoneLabel(value)}
      onValueChange={(chosen) => onValueChange(chosen === AUTOMATIC ? null : chosen)}
      onOpen={() => setOpenedAt((before) => before ?? Date.now())}
      placeholder="Find a time zone"
      nothing="No time zone has this name."
      className="w-full sm:w-64"
    />
  );
}

/** Null until the browser can be asked. */
function useBrowserZone(): string | null {
  const hydrated = useHydrated();
  return hydrated ? presentName(new Intl.DateTimeFormat().resolvedOptions().timeZone) : null;
}
