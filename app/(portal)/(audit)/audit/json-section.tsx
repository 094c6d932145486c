"use client";

import { useId, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { isEmptyJson } from "./json-text.ts";
import { JsonTree } from "./json-tree.tsx";

type JsonSectionProps = {
  title: string;
  value: unknown;
  /** How many levels are unfolded at first. */
  openDepth: number;
};

/** A titled JSON value that can be folded and copied; nothing when there is nothing in it. */
export function JsonSection({ title, value, openDepth }: JsonSectionProps) {
  const [depth, setDepth] = useState(openDepth);
  const headingId = useId();
  if (isEmptyJson(value)) return null;
  const isUnfolded = depth === Number.POSITIVE_INFINITY;
  return (
    <section aria-labelledby={headingId}>
      <div className="mb-1.5 flex items-center gap-1">
        <h3 id={headingId} className="mr-auto font-medium text-sm">
          {title}
        </h3>
        <Button
          variant="ghost"
          size="sm"
          onClick={() => setDepth(isUnfolded ? 1 : Number.POSITIVE_INFINITY)}
        >
          {isUnfolded ? "Fold" : "Unfold all"}
        </Button>
        <CopyButton
          text={JSON.stringify(value, null, 2)}
          label={`${title.toLowerCase()} as JSON`}
        />
      </div>
      <div className="rounded-md border bg-surface px-3 py-2 font-mono text-xs leading-5">
        {/* A new key folds every branch anew. */}
        <JsonTree key={depth} value={value} openDepth={depth} />
      </div>
    </section>
  );
}
