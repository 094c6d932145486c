import type { Metadata } from "next";
import { Suspense } from "react";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { permittedPage } from "../../../actor.tsx";
import { AuditPanel } from "./audit-panel.tsx";
import { AuditResults } from "./audit-results.tsx";
import { AuditTableSkeleton } from "./audit-table.tsx";
import { AuditToolbar } from "./audit-toolbar.tsx";
import { countFacets, searchEvents } from "./load.ts";
import { parseAuditRequest, type SearchParams } from "./search-params.ts";

export const metadata: Metadata = { title: "Audit log" };

type AuditPageProps = { searchParams: Promise<SearchParams> };

export default permittedPage("audit.read", async (grant, { searchParams }: AuditPageProps) => {
  const request = parseAuditRequest(await searchParams, Date.now());
  // Both start now and arrive on their own; neither waits for the other.
  const results = searchEvents(grant, request);
  const facets = countFacets(grant, request);
  const errors = results.then(
    (outcome) => outcome.errors,
    () => ({}),
  );
  return (
    <DataTableScope>
      <PageHeader title="Audit log" description="Who did what, when and from where." />
      <AuditToolbar facets={facets} errors={errors} />
      <Suspense fallback={<AuditTableSkeleton />}>
        <AuditResults results={results} isFiltered={request.isFiltered} />
      </Suspense>
      <AuditPanel />
    </DataTableScope>
  );
});
