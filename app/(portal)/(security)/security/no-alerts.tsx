"use client";

import { ShieldCheck } from "lucide-react";
import { CURSOR_PARAM } from "#components/data-table/list-url.ts";
import { TableLink } from "#components/data-table/table-link.tsx";
import { buttonClass } from "#components/ui/button-style.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { VIEW_PARAM } from "./filters.ts";

/** Never was there one, or those that there were are resolved. */
export type NoAlerts = "none-yet" | "all-resolved";

/** Instead of the list's rows when no filter left them out. */
export function NoAlertsState({ reason }: { reason: NoAlerts }) {
  if (reason === "none-yet") {
    return (
      <EmptyState kind="nothing-yet" title="No alerts yet">
        Gatehouse watches the audit log: repeated failed log-ins for an account or from an address
        raise an alert here within seconds.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<ShieldCheck />}
      title="Nothing to do"
      action={
        <TableLink
          changes={{ [VIEW_PARAM]: "all", [CURSOR_PARAM]: null }}
          className={buttonClass({})}
        >
          Show resolved alerts too
        </TableLink>
      }
    >
      Every alert is resolved. New ones appear here by themselves.
    </EmptyState>
  );
}
