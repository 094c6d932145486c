import { ShieldCheck } from "lucide-react";
import { cn } from "#components/ui/cn.ts";
import type { AuditRow } from "#lib/events/schema";
import { visibleText } from "../ui/visible-text.ts";
import { sourceLabel } from "./labels.ts";

type EventSourceProps = { event: Pick<AuditRow, "source" | "isPortal">; className?: string };

/**
 * Where an event comes from. What Gatehouse recorded of itself bears a mark, by what the store says and not by
 * its name: programs could once send events under the name of the portal.
 */
export function EventSource({ event, className }: EventSourceProps) {
  if (event.isPortal) {
    return (
      <span className={cn("inline-flex items-center gap-1 text-ink", className)}>
        <PortalMark />
        {sourceLabel(event.source)}
      </span>
    );
  }
  const isClaim = event.source === "portal";
  const label = isClaim ? `“${event.source}”, sent by a program` : sourceLabel(event.source);
  return (
    <span className={cn("text-ink-muted", className)} title={visibleText(event.source)}>
      {label}
    </span>
  );
}

/** The mark alone, where there is no room for words. */
export function PortalMark() {
  return (
    <span title="Recorded by Gatehouse itself" className="inline-flex shrink-0">
      <ShieldCheck aria-hidden className="size-3.5 text-accent-text" />
      <span className="sr-only">Recorded by Gatehouse itself: </span>
    </span>
  );
}
