"use client";

import { useMemo, useState } from "react";
import { useLocale } from "#components/ui/locale-context.tsx";
import { SearchSelect } from "#components/ui/search-select.tsx";
import type { ChoiceField } from "./choice-row.tsx";
import { AUTOMATIC, presentName, timeZoneGroups, zoneLabel } from "./time-zones.ts";

type TimeZoneChoiceProps = ChoiceField & {
  value: string | null;
  onValueChange: (timeZone: string | null) => void;
};

export function TimeZoneChoice({ value, onValueChange, ...field }: TimeZoneChoiceProps) {
  // When the list was first opened; until then it is not made.
  const [openedAt, setOpenedAt] = useState<number | null>(null);
  const found = useLocale().browserZone;
  const browserZone = found === null ? null : presentName(found);
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
