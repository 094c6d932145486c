"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";
import { copyText } from "./copy-text.ts";
import { Tooltip } from "./tooltip.tsx";

type CopyButtonProps = {
  text: string;
  /** What is copied, e.g. "event id": the button is then called "Copy event id". */
  label: string;
  /** Shows the words too. */
  showLabel?: boolean;
  autoFocus?: boolean;
  className?: string;
};

const FEEDBACK_MS = 1_800;

export function CopyButton({
  text,
  label,
  showLabel = false,
  autoFocus = false,
  className,
}: CopyButtonProps) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");

  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), FEEDBACK_MS);
    return () => clearTimeout(timer);
  }, [state]);

  const said = { idle: "", copied: "Copied", failed: "Could not copy. Select the text instead." };
  const icon =
    state === "copied" ? <Check aria-hidden className="text-success" /> : <Copy aria-hidden />;
  async function copy() {
    setState((await copyText(text)) ? "copied" : "failed");
  }

  return (
    <>
      {showLabel ? (
        <Button className={className} autoFocus={autoFocus} onClick={copy}>
          {icon}
          {state === "copied" ? "Copied" : `Copy ${label}`}
        </Button>
      ) : (
        <Tooltip content={said[state] || `Copy ${label}`}>
          <Button
            iconOnly
            variant="ghost"
            size="sm"
            aria-label={`Copy ${label}`}
            className={className}
            onClick={(event) => {
              // A copy inside a clickable row must not open the row.
              event.stopPropagation();
              void copy();
            }}
          >
            {icon}
          </Button>
        </Tooltip>
      )}
      <span role="status" className="sr-only">
        {said[state]}
      </span>
    </>
  );
}

type MonoIdProps = { id: string; label: string; className?: string };

/** An id that can be compared by eye and copied with one click. */
export function MonoId({ id, label, className }: MonoIdProps) {
  return (
    <span className={cn("group/id inline-flex max-w-full items-center gap-0.5", className)}>
      <code className="truncate font-mono text-xs" title={id}>
        {id}
      </code>
      <CopyButton
        text={id}
        label={label}
        className="size-6 opacity-0 focus-visible:opacity-100 group-hover/id:opacity-100 pointer-coarse:opacity-100"
      />
    </span>
  );
}
