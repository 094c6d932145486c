"use client";

import { TriangleAlert } from "lucide-react";
import { PanelActions, useLastId } from "#components/data-table/panel-actions.tsx";
import { usePanel } from "#components/data-table/use-panel.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { SidePanel } from "#components/ui/side-panel.tsx";
import { visibleText } from "#components/ui/visible-text.ts";
import { ChangeDetails, ChangeSkeleton, type SeesPages } from "./change-details.tsx";
import { PANEL_PARAM } from "./filters.ts";
import { type LoadedChange, useChange } from "./use-change.ts";

/** The change that the URL names, beside the list. */
export function ChangesPanel({ sees }: { sees: SeesPages }) {
  const panel = usePanel(PANEL_PARAM);
  const shownId = useLastId(panel.id);
  const { loaded, retry } = useChange(shownId);
  return (
    <SidePanel
      open={panel.id !== null}
      title={loaded?.ok ? visibleText(loaded.change.what) : "Change"}
      onClose={panel.close}
      actions={<PanelActions noun="change" param={PANEL_PARAM} shownId={shownId} panel={panel} />}
    >
      <PanelContent
        key={shownId}
        loaded={loaded}
        sees={sees}
        onRetry={() => void retry(shownId ?? "")}
      />
    </SidePanel>
  );
}

type PanelContentProps = {
  loaded: LoadedChange | undefined;
  sees: SeesPages;
  onRetry: () => void;
};

function PanelContent({ loaded, sees, onRetry }: PanelContentProps) {
  if (!loaded) return <ChangeSkeleton />;
  if (loaded.ok) return <ChangeDetails change={loaded.change} sees={sees} />;
  return (
    <div role="alert">
      <EmptyState
        icon={<TriangleAlert />}
        title="This change cannot be shown"
        action={<Button onClick={onRetry}>Try again</Button>}
      >
        {loaded.message}
      </EmptyState>
    </div>
  );
}
