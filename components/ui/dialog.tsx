"use client";

import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, type RefObject, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";

type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  /** Keeps title and description for screen readers, e.g. in the command palette. */
  hideHeader?: boolean;
  /** Buttons, at the right; on phones below one another. */
  footer?: ReactNode;
  size?: "sm" | "md" | "lg";
  /** Set for work that a stray click beside the dialog must not throw away. */
  keepOnOutsidePress?: boolean;
  /**
   * Where the focus starts, if not on the first control. Not `autoFocus`: that moves the focus
   * before the dialog has noted where it was, and closing could not bring it back.
   */
  initialFocus?: RefObject<HTMLElement | null>;
  className?: string;
  children?: ReactNode;
};

const widths = { sm: "sm:max-w-md", md: "sm:max-w-lg", lg: "sm:max-w-2xl" } as const;

export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, description, hideHeader = false, footer, children } = props;
  return (
    <BaseDialog.Root
      open={open}
      onOpenChange={onOpenChange}
      disablePointerDismissal={props.keepOnOutsidePress ?? false}
    >
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-50 bg-scrim transition-opacity duration-100 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <BaseDialog.Popup
          initialFocus={props.initialFocus ?? true}
          className={cn(
            "fixed top-[max(1rem,12dvh)] left-1/2 z-50 flex max-h-[calc(100dvh-max(2rem,20dvh))] w-[calc(100vw-2rem)] -translate-x-1/2 flex-col overflow-hidden rounded-xl border border-line bg-raised text-ink shadow-popup outline-none transition-[opacity,scale] duration-100 data-ending-style:scale-98 data-ending-style:opacity-0 data-starting-style:scale-98 data-starting-style:opacity-0",
            widths[props.size ?? "md"],
            props.className,
          )}
        >
          <div className={hideHeader ? "sr-only" : "flex items-start gap-3 px-5 pt-4 pb-3"}>
            <div className="min-w-0 flex-1">
              <BaseDialog.Title className="font-semibold text-lg">{title}</BaseDialog.Title>
              {description ? (
                <BaseDialog.Description className="mt-1 text-ink-muted text-sm" render={<div />}>
                  {description}
                </BaseDialog.Description>
              ) : null}
            </div>
            <BaseDialog.Close
              render={
                <Button iconOnly aria-label="Close" variant="ghost" size="sm" className="-mr-1.5">
                  <X aria-hidden />
                </Button>
              }
            />
          </div>
          {children ? (
            <div className={cn("min-h-0 overflow-y-auto", !hideHeader && "px-5 pb-5")}>
              {children}
            </div>
          ) : null}
          {footer ? (
            <div className="flex flex-col-reverse gap-2 border-t bg-surface px-5 py-3 sm:flex-row sm:justify-end">
              {footer}
            </div>
          ) : null}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

type ConfirmDialogProps = Pick<
  DialogProps,
  "open" | "onOpenChange" | "title" | "size" | "keepOnOutsidePress" | "children"
> & {
  /** What happens, and what stops working. */
  description?: ReactNode;
  confirmLabel: string;
  danger?: boolean;
  /** Set while there is nothing to confirm yet. */
  disabled?: boolean;
  /** The dialog waits for it and then closes, unless it resolves to false. */
  onConfirm: () => Promise<boolean>;
};

/**
 * Asks before something is done. Where it hurts, or nothing is to be filled in, the focus starts on
 * Cancel, so that Enter alone does no harm.
 */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, onConfirm, danger = false, size = "sm", children } = props;
  const [pending, setPending] = useState(false);
  // State lags a render behind: two clicks within one frame would both pass it.
  const running = useRef(false);
  const cancel = useRef<HTMLButtonElement>(null);

  async function confirm() {
    if (running.current) return;
    running.current = true;
    setPending(true);
    try {
      if (await onConfirm()) onOpenChange(false);
    } finally {
      running.current = false;
      setPending(false);
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!pending) onOpenChange(next);
      }}
      title={props.title}
      description={props.description}
      size={size}
      keepOnOutsidePress={props.keepOnOutsidePress ?? false}
      {...(danger || !children ? { initialFocus: cancel } : {})}
      footer={
        <>
          <Button ref={cancel} disabled={pending} onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button
            variant={danger ? "danger" : "primary"}
            pending={pending}
            disabled={props.disabled}
            onClick={confirm}
          >
            {props.confirmLabel}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
