import type { Metadata } from "next";
import { Suspense } from "react";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { permittedPage, requireActor } from "../../../actor.tsx";
import { loadPerson } from "../../(identity)/person-picker/load-person.ts";
import { ChangesHelp } from "./changes-help.tsx";
import { ChangesPanel } from "./changes-panel.tsx";
import { ChangesResults } from "./changes-results.tsx";
import { ChangesSkeleton } from "./changes-table.tsx";
import { ChangesToolbar } from "./changes-toolbar.tsx";
import { ExportChanges } from "./export-changes.tsx";
import { description, title } from "./frame.ts";
import { findChanges, loadFacets } from "./load.ts";
import { parseChangesRequest, type SearchParams } from "./search-params.ts";

export const metadata: Metadata = { title };

type ChangesPageProps = { searchParams: Promise<SearchParams> };

export default permittedPage(
  "access_change.read",
  async (grant, { searchParams }: ChangesPageProps) => {
    const [actor, params] = await Promise.all([requireActor(), searchParams]);
    const request = parseChangesRequest(params, Date.now());
    // They start now and arrive on their own; none waits for the other.
    const results = findChanges(grant, request);
    const facets = loadFacets(grant);
    const errors = results.then(
      (outcome) => outcome.errors,
      () => ({}),
    );
    const held = actor.permissions;
    const person = await loadPerson(actor, request.filters.person);
    return (
      <DataTableScope>
        <PageHeader
          title={title}
          description={description}
          actions={held.has("access_change.export") ? <ExportChanges /> : null}
        />
        <ChangesHelp />
        <ChangesToolbar
          facets={facets}
          errors={errors}
          person={person}
          canFindPeople={held.has("user.read")}
        />
        <Suspense fallback={<ChangesSkeleton />}>
          <ChangesResults results={results} isFiltered={request.isFiltered} person={person} />
        </Suspense>
        <ChangesPanel
          sees={{
            people: held.has("user.read"),
            roles: held.has("role.read"),
            groups: held.has("group.read"),
            audit: held.has("audit.read"),
            explain: held.has("access.explain"),
          }}
        />
      </DataTableScope>
    );
  },
);
