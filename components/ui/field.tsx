"use client";

import { Field as BaseField } from "@base-ui/react/field";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";

type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  /** The first message of `error.fieldErrors[name]`; marks the control as invalid. */
  error?: string | undefined;
  name?: string;
  className?: string;
  /** One control: `Input`, `Select` without its own label, … */
  children: ReactNode;
};

/** Label, control, hint and error, tied together for screen readers. */
export function Field({ label, hint, error, name, className, children }: FieldProps) {
  return (
    <BaseField.Root
      {...(name ? { name } : {})}
      invalid={Boolean(error)}
      className={cn("flex flex-col gap-1.5", className)}
    >
      <BaseField.Label className="font-medium text-sm">{label}</BaseField.Label>
      {children}
      {hint ? (
        <BaseField.Description className="text-ink-muted text-sm">{hint}</BaseField.Description>
      ) : null}
      {error ? (
        <BaseField.Error match={true} className="text-danger text-sm">
          {error}
        </BaseField.Error>
      ) : null}
    </BaseField.Root>
  );
}
