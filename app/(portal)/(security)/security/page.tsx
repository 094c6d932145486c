import type { Metadata } from "next";
import { Suspense } from "react";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { permittedPage, requireActor } from "../../../actor.tsx";
import { AlertPanel } from "./alert-panel.tsx";
import { AlertsResults } from "./alerts-results.tsx";
import { AlertsSkeleton } from "./alerts-table.tsx";
import { AlertsToolbar } from "./alerts-toolbar.tsx";
import { loadCounts, searchForAlerts } from "./load.ts";
import { parseAlertRequest, type SearchParams } from "./search-params.ts";

export const metadata: Metadata = { title: "Alerts" };

type AlertsPageProps = { searchParams: Promise<SearchParams> };

export default permittedPage("alert.read", async (grant, { searchParams }: AlertsPageProps) => {
  const [{ permissions }, params] = await Promise.all([requireActor(), searchParams]);
  const request = parseAlertRequest(params);
  // Both start now and arrive on their own; neither waits for the other.
  const results = searchForAlerts(grant, request);
  const counts = loadCounts(grant);
  return (
    <DataTableScope>
      <PageHeader title="Alerts" description="What looks wrong in the audit log, newest first." />
      <AlertsToolbar counts={counts} errors={request.errors} />
      <Suspense fallback={<AlertsSkeleton />}>
        <AlertsResults request={request} results={results} counts={counts} />
      </Suspense>
      <AlertPanel
        rights={{
          canAcknowledge: permissions.has("alert.acknowledge"),
          canResolve: permissions.has("alert.resolve"),
          canReadAudit: permissions.has("audit.read"),
        }}
      />
    </DataTableScope>
  );
});
