"use client";

import { type ReactNode, useState } from "react";
import { Button } from "./button.tsx";
import { formatNumber } from "./format-number.ts";
import { useLocale } from "./locale-context.tsx";

/** What a page shows at once without anybody waiting for it. */
const FIRST = 100;
const FURTHER = 400;

type LongListProps = {
  className: string;
  /** The items, `li` with keys. */
  children: readonly ReactNode[];
};

/** A list of which the first items are shown, and more when somebody asks for them. */
export function LongList({ className, children }: LongListProps) {
  const [limit, setLimit] = useState(FIRST);
  const { locale } = useLocale();
  const left = children.length - limit;
  return (
    <ul className={className}>
      {children.slice(0, limit)}
      {left > 0 ? (
        <li className="flex flex-wrap items-center gap-3 px-3 py-2 text-sm">
          <Button size="sm" onClick={() => setLimit(limit + FURTHER)}>
            Show {formatNumber(Math.min(left, FURTHER), locale)} more
          </Button>
          <span className="text-ink-muted">{formatNumber(left, locale)} are not shown.</span>
        </li>
      ) : null}
    </ul>
  );
}
