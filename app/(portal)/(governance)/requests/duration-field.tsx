"use client";

import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { durationsUpTo, durationWords } from "#lib/governance/requests/duration";

type DurationFieldProps = {
  label: string;
  hint?: string;
  max: number;
  value: number;
  error?: string | undefined;
  onChange: (minutes: number) => void;
};

/** For how long, within what is allowed. */
export function DurationField({ label, hint, max, value, error, onChange }: DurationFieldProps) {
  const options = durationsUpTo(max).map((minutes) => ({
    value: String(minutes),
    label: durationWords(minutes),
  }));
  return (
    <Field label={label} hint={hint} error={error}>
      <Select
        options={options}
        value={String(value)}
        onValueChange={(chosen) => onChange(Number(chosen))}
        className="w-full sm:w-56"
      />
    </Field>
  );
}
