"use client";

import { Popover as BasePopover } from "@base-ui/react/popover";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { popupClass } from "./popup-style.ts";

/** `<Popover open onOpenChange>`: both are optional. */
export const Popover = BasePopover.Root;

/** `<PopoverTrigger render={<Button>…</Button>} />` */
export const PopoverTrigger = BasePopover.Trigger;

type PopoverContentProps = {
  /** Names the popover for screen readers. */
  label: string;
  side?: "top" | "bottom" | "left" | "right";
  align?: "start" | "center" | "end";
  className?: string;
  children: ReactNode;
};

export function PopoverContent(props: PopoverContentProps) {
  const { label, side = "bottom", align = "start", className, children } = props;
  return (
    <BasePopover.Portal>
      <BasePopover.Positioner
        className="z-50"
        side={side}
        align={align}
        sideOffset={4}
        collisionPadding={8}
      >
        <BasePopover.Popup
          aria-label={label}
          className={cn(
            popupClass,
            "max-h-(--available-height) max-w-[calc(100vw-1rem)] overflow-y-auto p-3 text-sm",
            className,
          )}
        >
          {children}
        </BasePopover.Popup>
      </BasePopover.Positioner>
    </BasePopover.Portal>
  );
}
