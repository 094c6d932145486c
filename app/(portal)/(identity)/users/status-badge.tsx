import { Badge } from "#components/ui/badge.tsx";
import type { UserRow } from "#lib/identity/users/schema";

export function statusLabel(status: string): string {
  return status === "disabled" ? "Disabled" : "Active";
}

/** Somebody who is kept out is what the eye should find; everybody else is as they should be. */
export function StatusBadge({ status }: { status: UserRow["status"] }) {
  if (status === "active") return <span className="text-ink-muted">Active</span>;
  return <Badge tone="warning">Disabled</Badge>;
}
