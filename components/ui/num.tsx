"use client";

import { formatNumber } from "./format-number.ts";
import { useLocale } from "./locale-context.tsx";

/** A number as the reader writes it, wherever it stands by itself. */
export function Num({ value }: { value: number }) {
  const { locale } = useLocale();
  return formatNumber(value, locale);
}
