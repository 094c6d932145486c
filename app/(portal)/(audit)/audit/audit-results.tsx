import { NoSearch } from "#components/data-table/no-search.tsx";
import { AuditTable } from "./audit-table.tsx";
import type { SearchOutcome } from "./load.ts";

type AuditResultsProps = { results: Promise<SearchOutcome>; isFiltered: boolean };

export async function AuditResults({ results, isFiltered }: AuditResultsProps) {
  const outcome = await results;
  if (!outcome.page) return <NoSearch message={outcome.message} />;
  return <AuditTable page={outcome.page} isFiltered={isFiltered} />;
}
