"use client";

import { Field as BaseField } from "@base-ui/react/field";

type TextareaProps = {
  name: string;
  value: string;
  onValueChange: (text: string) => void;
  maxLength?: number;
};

/** Text of a few lines; grows with what is typed. Inside a `Field` it finds its label and error. */
export function Textarea({ name, value, onValueChange, maxLength }: TextareaProps) {
  return (
    <BaseField.Control
      name={name}
      value={value}
      onValueChange={(text) => onValueChange(text)}
      render={<textarea rows={2} maxLength={maxLength} />}
      className="field-sizing-content max-h-40 min-h-14 w-full min-w-0 resize-none rounded-md border border-line-strong bg-canvas px-2.5 py-1.5 text-base text-ink aria-invalid:border-danger pointer-coarse:text-lg"
    />
  );
}
