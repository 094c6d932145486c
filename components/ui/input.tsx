"use client";

import { Input as BaseInput } from "@base-ui/react/input";
import type { ComponentProps } from "react";
import { cn } from "./cn.ts";

type InputProps = Omit<ComponentProps<"input">, "size" | "defaultValue" | "value"> & {
  value?: string;
  defaultValue?: string;
};

/** A text field. Inside a `Field` it finds its label, hint and error by itself. */
export function Input({ className, ...rest }: InputProps) {
  return (
    <BaseInput
      {...rest}
      className={cn(
        "h-8 w-full min-w-0 rounded-md border border-line-strong bg-canvas px-2.5 text-base text-ink",
        "aria-invalid:border-danger disabled:cursor-not-allowed disabled:opacity-60",
        // iOS zooms into fields whose text is smaller than 16 px.
        "pointer-coarse:text-lg",
        className,
      )}
    />
  );
}
