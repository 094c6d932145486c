"use client";

import { useState } from "react";
import { useLocale } from "#components/ui/locale-context.tsx";
import type { Result } from "#lib/core/result";
import { ENDS_TOO_EARLY, endsLater } from "#lib/core/window";
import type { Radius } from "./radius.ts";
import { RehearsedDialog } from "./rehearsed-dialog.tsx";
import {
  blankWindow,
  type Window,
  WindowFields,
  windowDraftOf,
  windowOfDraft,
} from "./window-fields.tsx";

type ChangeWindowProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** As it is now. */
  window: Window;
  rehearse: (window: Window) => Promise<Result<Radius>>;
  /** @returns whether it was saved. */
  onSave: (window: Window, reason: string) => Promise<boolean>;
};

/** Changes from when until when something is given that is given already. */
export function ChangeWindow(props: ChangeWindowProps) {
  const { open, onOpenChange, title } = props;
  const { timeZone } = useLocale();
  const [draft, setDraft] = useState(blankWindow);
  // What it was when the dialog opened: saving changes it before the dialog has slid out.
  const [known, setKnown] = useState(props.window);
  const [wasOpen, setWasOpen] = useState(false);
  if (open !== wasOpen) {
    setWasOpen(open);
    if (open) {
      setKnown(props.window);
      setDraft(windowDraftOf(props.window, timeZone));
    }
  }
  const window = windowOfDraft(draft, timeZone, known);
  const hasChanged = window.startsAt !== known.startsAt || window.endsAt !== known.endsAt;
  const isUsable = endsLater(window);
  return (
    <RehearsedDialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      confirmLabel="Save"
      change={hasChanged && isUsable ? JSON.stringify(window) : null}
      idle="Shown here as soon as another time is chosen."
      rehearse={() => props.rehearse(window)}
      onConfirm={(reason) => props.onSave(window, reason)}
      reasonHint="Why it is for this time. It is shown on this page and kept with the change."
    >
      <WindowFields
        draft={draft}
        problem={isUsable ? undefined : ENDS_TOO_EARLY}
        onChange={(part) => setDraft((now) => ({ ...now, ...part }))}
      />
    </RehearsedDialog>
  );
}
