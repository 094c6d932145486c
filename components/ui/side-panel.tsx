"use client";

import { Dialog as BaseDialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";
import { useMediaQuery } from "./use-media-query.ts";

type SidePanelProps = {
  open: boolean;
  title: ReactNode;
  /** Beside the close button, e.g. previous and next. */
  actions?: ReactNode;
  /** Stays at the bottom while the content scrolls. */
  footer?: ReactNode;
  onClose: () => void;
  className?: string;
  children: ReactNode;
};

/**
 * Details of a row. Beside the page on wide screens, where the page stays usable; a sheet over the
 * whole page on phones, which then holds the focus. Escape closes it, wherever the focus is, and
 * the focus returns to where it came from. Key events bubble, in React's sense, to the component
 * that renders the panel, so that `j` and `k` of a list work in here too.
 */
export function SidePanel(props: SidePanelProps) {
  const { open, title, actions, footer, onClose, className, children } = props;
  const phone = useMediaQuery("(max-width: 47.99rem)");
  const popup = useRef<HTMLDivElement>(null);
  return (
    <BaseDialog.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      modal={phone}
      disablePointerDismissal
    >
      <BaseDialog.Portal>
        <BaseDialog.Popup
          ref={popup}
          data-side-panel
          initialFocus={popup}
          className={cn(
            "fixed inset-y-0 right-0 z-40 flex w-full flex-col overflow-y-auto overscroll-contain border-line bg-raised text-ink shadow-panel outline-none transition-[translate,opacity] duration-150 data-ending-style:translate-x-4 data-starting-style:translate-x-4 data-ending-style:opacity-0 data-starting-style:opacity-0 md:w-[30rem] md:border-l",
            className,
          )}
        >
          <div className="sticky top-0 z-10 flex min-h-12 shrink-0 items-center gap-2 border-b bg-raised py-2 pr-2 pl-4">
            <BaseDialog.Title className="min-w-0 flex-1 truncate font-semibold text-base">
              {title}
            </BaseDialog.Title>
            {actions}
            <BaseDialog.Close
              render={
                <Button iconOnly aria-label="Close panel" variant="ghost">
                  <X aria-hidden />
                </Button>
              }
            />
          </div>
          <div className="flex-1 p-4">{children}</div>
          {footer ? (
            <div className="sticky bottom-0 border-t bg-surface px-4 py-3">{footer}</div>
          ) : null}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
