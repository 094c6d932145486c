"use client";

import { useMemo, useState } from "react";
import { useLocale } from "#components/ui/locale-context.tsx";
import { SearchSelect } from "#components/ui/search-select.tsx";
import type { ChoiceField } from "./choice-row.tsx";
import { localeGroups, localeNames } from "./locales.ts";
import { AUTOMATIC } from "./time-zones.ts";

type LocaleChoiceProps = ChoiceField & {
  value: string | null;
  onValueChange: (locale: string | null) => void;
};

export function LocaleChoice({ value, onValueChange, ...field }: LocaleChoiceProps) {
  // When the list was first opened; until then it is not made.
  const [openedAt, setOpenedAt] = useState<number | null>(null);
  const { timeZone } = useLocale();
  const groups = useMemo(
    () => (openedAt === null ? [] : localeGroups(value, timeZone, openedAt)),
    [openedAt, value, timeZone],
  );
  return (
    <SearchSelect
      {...field}
      groups={groups}
      value={value ?? AUTOMATIC}
      shown={value === null ? "Automatic" : (localeNames[value] ?? value)}
      onValueChange={(chosen) => onValueChange(chosen === AUTOMATIC ? null : chosen)}
      onOpen={() => setOpenedAt((before) => before ?? Date.now())}
      placeholder="Find a language or region"
      nothing="No language or region in the list has this name."
      className="w-full sm:w-64"
    />
  );
}
