"use client";

import { cn } from "#components/ui/cn.ts";
import { useConnectionState } from "./realtime-provider.tsx";

/** Whether what is shown moves by itself. */
export function LiveMark() {
  const { status, isPolling, refusal } = useConnectionState();
  const words = {
    connecting: "Connecting…",
    live: "Live",
    lost: refusal ?? (isPolling ? "Reconnecting, updated every 15 s" : "Reconnecting…"),
  }[status];
  return (
    <span role="status" className="flex h-8 items-center gap-2 text-ink-muted text-sm">
      <span
        aria-hidden
        className={cn("size-2 rounded-full bg-ink-faint", {
          "bg-success": status === "live",
          "bg-warning": status === "lost",
        })}
      />
      {words}
    </span>
  );
}
