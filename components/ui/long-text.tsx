"use client";

import { useState } from "react";
import { formatNumber } from "#components/ui/format-number.ts";
import { useLocale } from "#components/ui/locale-context.tsx";
import { visibleText } from "./visible-text.ts";

const SHORT = 240;

type LongTextProps = { text: string; className?: string };

/** Text of any length from outside: wrapped, and cut until somebody asks for the rest. */
export function LongText({ text, className = "" }: LongTextProps) {
  const [isWhole, setWhole] = useState(false);
  const { locale } = useLocale();
  const isLong = text.length > SHORT * 1.25;
  const shown = isLong && !isWhole ? `${text.slice(0, SHORT)}…` : text;
  return (
    <span className={`block whitespace-pre-wrap [overflow-wrap:anywhere] ${className}`}>
      {visibleText(shown)}
      {isLong ? (
        <button
          type="button"
          aria-expanded={isWhole}
          className="ml-1 rounded font-sans text-accent-text text-xs underline underline-offset-2"
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? "Show less" : `Show all ${formatNumber(text.length, locale)} characters`}
        </button>
      ) : null}
    </span>
  );
}
