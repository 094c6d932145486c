"use client";

import { TriangleAlert } from "lucide-react";
import { useRef } from "react";
import { PanelActions, useLastId } from "#components/data-table/panel-actions.tsx";
import { usePanel } from "#components/data-table/use-panel.ts";
import { useRefreshOn, useTopic } from "#components/realtime/realtime-provider.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { SidePanel } from "#components/ui/side-panel.tsx";
import type { AlertDetail } from "#lib/security/alerts/schema";
import { AlertDetails, AlertSkeleton } from "./alert-details.tsx";
import { AlertFooter, type AlertRights } from "./alert-footer.tsx";
import { DECISION_FORM_ID, DecisionForm } from "./decision-form.tsx";
import { type Draft, fits } from "./draft.ts";
import { PANEL_PARAM } from "./filters.ts";
import { type LoadedAlert, useAlert } from "./use-alert.ts";
import { useAlertWork } from "./use-alert-work.ts";

type AlertPanelProps = { rights: AlertRights & { canReadAudit: boolean } };

/** The alert that the URL names, beside the list, and what can be done with it. */
export function AlertPanel({ rights }: AlertPanelProps) {
  const panel = usePanel(PANEL_PARAM);
  const shownId = useLastId(panel.id);
  const { loaded, reload } = useAlert(shownId, [panel.nextId, panel.previousId]);
  const work = useAlertWork(reload);
  const buttons = useRef<HTMLDivElement>(null);
  useRefreshOn("alerts");
  useTopic("alerts", () => void reload(panel.id));

  const alert = loaded?.ok ? asSeen(loaded.alert, work.running) : undefined;
  const draft = alert && fits(work.draft, alert) ? work.draft : null;

  /** The pressed button was disabled, and often made room for others: the focus stays there. */
  async function keepFocus(change: Promise<void>) {
    await change;
    if (document.activeElement === document.body) buttons.current?.focus();
  }

  return (
    <SidePanel
      open={panel.id !== null}
      title={alert?.ruleName ?? "Alert"}
      onClose={panel.close}
      actions={<PanelActions noun="alert" param={PANEL_PARAM} shownId={shownId} panel={panel} />}
      footer={
        alert ? (
          <AlertFooter
            ref={buttons}
            alert={alert}
            rights={rights}
            running={work.running}
            deciding={draft?.change ?? null}
            formId={DECISION_FORM_ID}
            onAcknowledge={() => void keepFocus(work.acknowledge(alert.id))}
            onBegin={(change) => work.begin(alert.id, change)}
            onCancel={() => {
              work.cancel();
              buttons.current?.focus();
            }}
          />
        ) : null
      }
    >
      {alert ? (
        <AlertDetails
          key={alert.id}
          alert={alert}
          isSaving={work.running?.alertId === alert.id}
          isOvertaken={work.overtakenId === alert.id}
          canReadAudit={rights.canReadAudit}
        >
          <Decision draft={draft} onChange={work.edit} onSubmit={() => keepFocus(work.submit())} />
        </AlertDetails>
      ) : (
        <NotShown loaded={loaded} onRetry={() => void reload(shownId)} />
      )}
    </SidePanel>
  );
}

/** What the server is being asked for already shows, until it says otherwise. */
function asSeen(alert: AlertDetail, running: ReturnType<typeof useAlertWork>["running"]) {
  const isBeingAcknowledged =
    running?.alertId === alert.id && running.change === "acknowledge" && alert.state === "open";
  return isBeingAcknowledged ? { ...alert, state: "acknowledged" as const } : alert;
}

type DecisionProps = {
  draft: Draft | null;
  onChange: (draft: Draft) => void;
  onSubmit: () => Promise<void>;
};

function Decision({ draft, onChange, onSubmit }: DecisionProps) {
  if (!draft) return null;
  const { change } = draft;
  return (
    <DecisionForm key={change} draft={draft} onChange={onChange} onSubmit={() => void onSubmit()} />
  );
}

type NotShownProps = { loaded: LoadedAlert | undefined; onRetry: () => void };

/** The alert is on its way, or cannot be read. */
function NotShown({ loaded, onRetry }: NotShownProps) {
  if (!loaded || loaded.ok) return <AlertSkeleton />;
  return (
    <div role="alert">
      <EmptyState
        icon={<TriangleAlert />}
        title="This alert cannot be shown"
        action={<Button onClick={onRetry}>Try again</Button>}
      >
        {loaded.message}
      </EmptyState>
    </div>
  );
}
