"use client";

import { ChevronDown, ChevronUp } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import type { usePanel } from "./use-panel.ts";

type PanelActionsProps = {
  /** What the panel shows, in the singular: "event". */
  noun: string;
  /** The URL parameter that holds it. */
  param: string;
  shownId: string | null;
  panel: Pick<ReturnType<typeof usePanel>, "previousId" | "nextId" | "open">;
};

/** At the top of a list's side panel: a link to what it shows, and the rows before and after it. */
export function PanelActions({ noun, param, shownId, panel }: PanelActionsProps) {
  return (
    <>
      <CopyButton text={linkTo(param, shownId)} label={`link to this ${noun}`} />
      <StepButton label={`Previous ${noun} (k)`} to={panel.previousId} onStep={panel.open}>
        <ChevronUp aria-hidden />
      </StepButton>
      <StepButton label={`Next ${noun} (j)`} to={panel.nextId} onStep={panel.open}>
        <ChevronDown aria-hidden />
      </StepButton>
    </>
  );
}

/** What was shown last stays in the panel while it slides out. */
export function useLastId(id: string | null): string | null {
  const [lastId, setLastId] = useState(id);
  if (id !== null && id !== lastId) setLastId(id);
  return id ?? lastId;
}

/** Only the row: whoever follows the link need not have my filters on. */
function linkTo(param: string, id: string | null): string {
  if (typeof window === "undefined" || id === null) return "";
  const url = new URL(window.location.pathname, window.location.origin);
  url.searchParams.set(param, id);
  return url.href;
}

type StepButtonProps = {
  label: string;
  to: string | null;
  onStep: (id: string) => void;
  children: ReactNode;
};

function StepButton({ label, to, onStep, children }: StepButtonProps) {
  return (
    <Button
      iconOnly
      variant="ghost"
      size="sm"
      aria-label={label}
      title={label}
      // Stays focusable at the end of the list: a disabled button would drop the focus.
      aria-disabled={to === null}
      onClick={() => {
        if (to !== null) onStep(to);
      }}
    >
      {children}
    </Button>
  );
}
