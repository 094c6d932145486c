import { NoSearch } from "#components/data-table/no-search.tsx";
import type { AlertCounts } from "#lib/security/alerts/queries";
import { AlertsTable } from "./alerts-table.tsx";
import type { SearchOutcome } from "./load.ts";
import type { NoAlerts } from "./no-alerts.tsx";
import type { AlertRequest } from "./search-params.ts";

type AlertsResultsProps = {
  request: AlertRequest;
  results: Promise<SearchOutcome>;
  counts: Promise<AlertCounts | null>;
};

export async function AlertsResults({ request, results, counts }: AlertsResultsProps) {
  const outcome = await results;
  if (!outcome.page) return <NoSearch message={outcome.message} />;
  const isEmpty = outcome.page.rows.length === 0 && !request.isFiltered;
  // Only an empty list has to know more; a full one does not wait for the counts.
  const noAlerts = isEmpty ? reasonFor(request, await counts) : "none-yet";
  return <AlertsTable page={outcome.page} isFiltered={request.isFiltered} noAlerts={noAlerts} />;
}

function reasonFor({ view }: AlertRequest, counts: AlertCounts | null): NoAlerts {
  if (view === "all") return "none-yet";
  // Uncounted: "nothing to do" is true of a list that never had an alert as well.
  return counts?.state.resolved === 0 ? "none-yet" : "all-resolved";
}
