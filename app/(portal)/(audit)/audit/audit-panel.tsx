"use client";

import { TriangleAlert } from "lucide-react";
import { PanelActions, useLastId } from "#components/data-table/panel-actions.tsx";
import { usePanel } from "#components/data-table/use-panel.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { SidePanel } from "#components/ui/side-panel.tsx";
import { visibleText } from "#components/ui/visible-text.ts";
import { EventDetails, EventSkeleton } from "./event-details.tsx";
import { PANEL_PARAM } from "./filters.ts";
import { type LoadedEvent, useAuditEvent } from "./use-audit-event.ts";

/** The event that the URL names, beside the list. */
export function AuditPanel() {
  const panel = usePanel(PANEL_PARAM);
  const shownId = useLastId(panel.id);
  const { loaded, retry } = useAuditEvent(shownId, [panel.nextId, panel.previousId]);
  return (
    <SidePanel
      open={panel.id !== null}
      title={loaded?.ok ? <EventTitle action={loaded.event.action} /> : "Event"}
      onClose={panel.close}
      actions={<PanelActions noun="event" param={PANEL_PARAM} shownId={shownId} panel={panel} />}
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
