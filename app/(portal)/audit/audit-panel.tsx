"use client";

import { ChevronDown, ChevronUp, TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { usePanel } from "#components/data-table/use-panel.ts";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { SidePanel } from "#components/ui/side-panel.tsx";
import { EventDetails, EventSkeleton } from "./event-details.tsx";
import { PANEL_PARAM } from "./filters.ts";
import { type LoadedEvent, useAuditEvent } from "./use-audit-event.ts";
import { visibleText } from "./visible-text.ts";

/** The event that the URL names, beside the list. */
export function AuditPanel() {
  const { id, previousId, nextId, open, close } = usePanel(PANEL_PARAM);
  const shownId = useLastId(id);
  const { loaded, retry } = useAuditEvent(shownId, [nextId, previousId]);
  return (
    <SidePanel
      open={id !== null}
      title={loaded?.ok ? <EventTitle action={loaded.event.action} /> : "Event"}
      onClose={close}
      actions={
        <>
          <CopyButton text={linkTo(shownId)} label="link to this event" />
          <StepButton label="Previous event (k)" to={previousId} onStep={open}>
            <ChevronUp aria-hidden />
          </StepButton>
          <StepButton label="Next event (j)" to={nextId} onStep={open}>
            <ChevronDown aria-hidden />
          </StepButton>
        </>
      }
    >
      <PanelContent key={shownId} loaded={loaded} onRetry={() => void retry(shownId ?? "")} />
    </SidePanel>
  );
}

function EventTitle({ action }: { action: string }) {
  return (
    <span className="font-mono text-sm" title={action}>
      {visibleText(action)}
    </span>
  );
}

/** What was shown last stays in the panel while it slides out. */
function useLastId(id: string | null): string | null {
  const [lastId, setLastId] = useState(id);
  if (id !== null && id !== lastId) setLastId(id);
  return id ?? lastId;
}

/** Only the event: whoever follows the link need not have my filters on. */
function linkTo(id: string | null): string {
  if (typeof window === "undefined" || id === null) return "";
  const url = new URL(window.location.pathname, window.location.origin);
  url.searchParams.set(PANEL_PARAM, id);
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

type PanelContentProps = { loaded: LoadedEvent | undefined; onRetry: () => void };

function PanelContent({ loaded, onRetry }: PanelContentProps) {
  if (!loaded) return <EventSkeleton />;
  if (loaded.ok) return <EventDetails event={loaded.event} />;
  return (
    <div role="alert">
      <EmptyState
        icon={<TriangleAlert />}
        title="This event cannot be shown"
        action={<Button onClick={onRetry}>Try again</Button>}
      >
        {loaded.message}
      </EmptyState>
    </div>
  );
}
