import type { Ref } from "react";
import { Button } from "#components/ui/button.tsx";
import type { AlertDetail } from "#lib/security/alerts/schema";
import type { Draft } from "./draft.ts";

export type AlertRights = { canAcknowledge: boolean; canResolve: boolean };

type AlertFooterProps = {
  /** Takes the focus when the button that had it is gone. */
  ref: Ref<HTMLDivElement>;
  alert: AlertDetail;
  rights: AlertRights;
  running: { alertId: string; change: "acknowledge" | Draft["change"] } | null;
  /** Which decision is being written; the form's buttons then stand here. */
  deciding: Draft["change"] | null;
  formId: string;
  onAcknowledge: () => void;
  onBegin: (change: Draft["change"]) => void;
  onCancel: () => void;
};

export function AlertFooter(props: AlertFooterProps) {
  const { alert, rights, deciding } = props;
  const isBusy = props.running !== null;
  const isAcknowledging =
    props.running?.alertId === alert.id && props.running.change === "acknowledge";
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, and these are buttons.
    <div
      ref={props.ref}
      role="group"
      aria-label="What to do with this alert"
      tabIndex={-1}
      className="flex flex-wrap items-center gap-2 outline-none"
    >
      {deciding ? (
        <>
          <Button type="submit" form={props.formId} variant="primary" pending={isBusy}>
            {deciding === "resolve" ? "Resolve alert" : "Reopen alert"}
          </Button>
          <Button disabled={isBusy} onClick={props.onCancel}>
            Cancel
          </Button>
        </>
      ) : (
        <>
          {rights.canAcknowledge && (alert.state === "open" || isAcknowledging) ? (
            <Button variant="primary" pending={isBusy} onClick={props.onAcknowledge}>
              {isAcknowledging ? "Acknowledging…" : "Acknowledge"}
            </Button>
          ) : null}
          {rights.canResolve ? <DecisionButton {...props} isBusy={isBusy} /> : null}
          {rights.canResolve || (rights.canAcknowledge && alert.state === "open") ? null : (
            <p className="text-ink-muted text-sm">{reasonForNothing(alert, rights)}</p>
          )}
        </>
      )}
    </div>
  );
}

type DecisionButtonProps = Pick<AlertFooterProps, "alert" | "onBegin"> & { isBusy: boolean };

function DecisionButton({ alert, isBusy, onBegin }: DecisionButtonProps) {
  const change = alert.state === "resolved" ? "reopen" : "resolve";
  return (
    <Button disabled={isBusy} onClick={() => onBegin(change)}>
      {change === "reopen" ? "Reopen…" : "Resolve…"}
    </Button>
  );
}

function reasonForNothing({ state }: AlertDetail, { canAcknowledge }: AlertRights): string {
  if (state === "resolved") return "You may not reopen alerts.";
  return canAcknowledge ? "You may not resolve alerts." : "You may see alerts and not change them.";
}
