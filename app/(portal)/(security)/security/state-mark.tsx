import { CircleCheck, CircleDot, Eye, type LucideIcon } from "lucide-react";
import type { AlertRow, AlertState } from "#lib/security/alerts/schema";
import { stateLabel, verdictLabel } from "./labels.ts";

const icons: Record<AlertState, LucideIcon> = {
  open: CircleDot,
  acknowledged: Eye,
  resolved: CircleCheck,
};

/** Where an alert stands, and as what it was resolved. Without colour: that belongs to severity. */
export function StateMark({ state, verdict }: Pick<AlertRow, "state" | "verdict">) {
  const Icon = icons[state];
  return (
    <span
      className={`inline-flex max-w-full items-center align-middle gap-1.5 text-sm ${state === "open" ? "font-medium" : "text-ink-muted"}`}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className="truncate">
        {stateLabel(state)}
        {verdict ? `: ${verdictLabel(verdict).toLowerCase()}` : ""}
      </span>
    </span>
  );
}
