"use client";

import { useState } from "react";
import type { Result } from "#lib/core/result";
import { ENDS_TOO_EARLY, endsLater } from "#lib/core/window";
import type { Radius } from "./radius.ts";
import { RehearsedDialog } from "./rehearsed-dialog.tsx";
import { type Window, WindowFields } from "./window-fields.tsx";

type ChangeWindowProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** As it is now. */
  window: Window;
  rehearse: (window: Window) => Promise<Result<Radius>>;
  action: (window: Window, reason: string) => Promise<Result<unknown>>;
  done: string;
  failed: string;
};

/** What has a window may be more than that, and actions take no more. */
function timesOf({ startsAt, endsAt }: Window): Window {
  return { startsAt, endsAt };
}

/** Changes from when until when something is given that is given already. */
export function ChangeWindow(props: ChangeWindowProps) {
  const { open, onOpenChange, title } = props;
  const [window, setWindow] = useState(timesOf(props.window));
  // What it was when the dialog opened: saving changes it before the dialog has slid out.
  const [known, setKnown] = useState(props.window);
  const [wasOpen, setWasOpen] = useState(false);
  if (open !== wasOpen) {
    setWasOpen(open);
    if (open) {
      setKnown(props.window);
      setWindow(timesOf(props.window));
    }
  }
  const hasChanged = window.startsAt !== known.startsAt || window.endsAt !== known.endsAt;
  const isUsable = endsLater(window);
  return (
    <RehearsedDialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      confirmLabel="Save"
      change={hasChanged && isUsable ? JSON.stringify(window) : null}
      isRefused={!isUsable}
      idle="Shown here as soon as another time is chosen."
      rehearse={() => props.rehearse(window)}
      action={(reason) => props.action(window, reason)}
      done={props.done}
      failed={props.failed}
      reasonHint="Why it is for this time. It is shown on this page and kept with the change."
    >
      <WindowFields
        window={window}
        problem={isUsable ? undefined : ENDS_TOO_EARLY}
        onChange={(part) => setWindow((now) => ({ ...now, ...part }))}
      />
    </RehearsedDialog>
  );
}
