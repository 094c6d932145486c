"use client";

import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/textarea.tsx";

type WhyFieldProps = {
  value: string;
  onChange: (text: string) => void;
  /** What it is called where it is no reason: "Comment". */
  label?: string | undefined;
  /** Where it is read later. */
  hint?: string | undefined;
};

/** Why somebody changes who may do what; the same wherever it can be changed. */
export function WhyField({ value, onChange, label = "Reason", hint }: WhyFieldProps) {
  return (
    <Field
      label={`${label} (optional)`}
      hint={hint ?? "Why you do this. It is kept with the change."}
    >
      <Textarea name="reason" value={value} onValueChange={onChange} maxLength={300} />
    </Field>
  );
}
