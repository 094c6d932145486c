import { CircleAlert, ShieldX } from "lucide-react";
import { Badge } from "#components/ui/badge.tsx";
import type { Outcome } from "#lib/events/schema";

/** Success is the normal case and stays quiet: colour is for what deserves a look. */
export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  if (outcome === "denied") {
    return (
      <Badge tone="danger" icon={<ShieldX aria-hidden />}>
        Denied
      </Badge>
    );
  }
  if (outcome === "failure") {
    return (
      <Badge tone="warning" icon={<CircleAlert aria-hidden />}>
        Failure
      </Badge>
    );
  }
  return <span className="text-ink-muted">Success</span>;
}
