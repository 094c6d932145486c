"use client";

import { Dialog } from "@base-ui/react/dialog";
import { Menu, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";

type PhoneDrawerProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  children: ReactNode;
};

/** The sidebar on narrow screens, behind a menu button. */
export function PhoneDrawer({ open, onOpenChange, children }: PhoneDrawerProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Trigger
        render={
          <Button
            iconOnly
            aria-label="Open menu"
            variant="ghost"
            className="-ml-2 size-10 md:hidden"
          >
            <Menu aria-hidden />
          </Button>
        }
      />
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0 md:hidden" />
        <Dialog.Popup className="fixed inset-y-0 left-0 z-40 w-72 max-w-[85vw] border-r bg-surface text-ink shadow-popup outline-none transition-[translate] duration-150 data-ending-style:-translate-x-full data-starting-style:-translate-x-full md:hidden">
          <Dialog.Title className="sr-only">Menu</Dialog.Title>
          <Dialog.Close
            render={
              <Button
                iconOnly
                aria-label="Close menu"
                variant="ghost"
                className="absolute top-1 right-1 size-10"
              >
                <X aria-hidden />
              </Button>
            }
          />
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
