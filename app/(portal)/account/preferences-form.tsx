"use client";

import { Monitor, Moon, Rows2, Rows3, Sun } from "lucide-react";
import { useState } from "react";
import { usePreferences } from "#components/shell/preferences-context.tsx";
import { LocalText } from "#components/ui/local-text.tsx";
import { useLocale } from "#components/ui/locale-context.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { useNow } from "#components/ui/use-now.ts";
import type { FieldErrors } from "#lib/core/errors";
import type { Preferences } from "#lib/identity/preferences/schema";
import { ChoiceRow } from "./choice-row.tsx";
import { LocaleChoice } from "./locale-choice.tsx";
import { exampleOf } from "./locales.ts";
import { TimeZoneChoice } from "./time-zone-choice.tsx";

const themeOptions = [
  { value: "system", label: "System", icon: <Monitor aria-hidden /> },
  { value: "light", label: "Light", icon: <Sun aria-hidden /> },
  { value: "dark", label: "Dark", icon: <Moon aria-hidden /> },
] as const;

const densityOptions = [
  { value: "comfortable", label: "Comfortable", icon: <Rows2 aria-hidden /> },
  { value: "compact", label: "Compact", icon: <Rows3 aria-hidden /> },
] as const;

/** Each choice is stored as it is made: there is nothing to send off, and nothing to lose. */
export function PreferencesForm() {
  const { preferences, change } = usePreferences();
  const [errors, setErrors] = useState<FieldErrors>({});
  const { theme, density, timeZone, locale } = preferences;

  async function choose(changes: Partial<Preferences>) {
    setErrors({});
    const result = await change(changes, "Preferences saved");
    if (result && !result.ok) setErrors(result.error.fieldErrors);
  }

  return (
    <div className="divide-y rounded-lg border">
      <ChoiceRow label="Theme" error={errors.theme?.[0]}>
        {(field) => (
          <Segmented
            {...field}
            options={themeOptions}
            value={theme}
            onValueChange={(chosen) => void choose({ theme: chosen })}
          />
        )}
      </ChoiceRow>
      <ChoiceRow label="Table rows" error={errors.density?.[0]}>
        {(field) => (
          <Segmented
            {...field}
            options={densityOptions}
            value={density}
            onValueChange={(chosen) => void choose({ density: chosen })}
          />
        )}
      </ChoiceRow>
      <ChoiceRow label="Time zone" hint="All times are shown in it." error={errors.timeZone?.[0]}>
        {(field) => (
          <TimeZoneChoice
            {...field}
            value={timeZone}
            onValueChange={(chosen) => void choose({ timeZone: chosen })}
          />
        )}
      </ChoiceRow>
      <ChoiceRow label="Dates and numbers" hint={<Example />} error={errors.locale?.[0]}>
        {(field) => (
          <LocaleChoice
            {...field}
            value={locale}
            onValueChange={(chosen) => void choose({ locale: chosen })}
          />
        )}
      </ChoiceRow>
    </div>
  );
}

/** The present moment and a number, as every page writes them. */
function Example() {
  const now = useNow();
  const { timeZone, locale } = useLocale();
  return <LocalText>{exampleOf(locale, timeZone, now)}</LocalText>;
}
