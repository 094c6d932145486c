import type { Metadata } from "next";
import { Suspense } from "react";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { searchGrants } from "#lib/access/grants/queries";
import type { Actor } from "#lib/authz/guard/actor";
import type { Grant } from "#lib/authz/guard/grant";
import { permittedPage, requireActor } from "../../../actor.tsx";
import { loadPerson } from "../../(identity)/person-picker/load-person.ts";
import { GrantsHelp } from "./grants-help.tsx";
import { GrantsSkeleton, GrantsTable } from "./grants-table.tsx";
import { GrantsToolbar } from "./grants-toolbar.tsx";
import { loadFacets, loadGrantChoices } from "./load.ts";
import { GiveButton, NewGrantDialog } from "./new-grant.tsx";
import { type GrantsRequest, parseGrantsRequest, type SearchParams } from "./search-params.ts";

export const metadata: Metadata = { title: "Grants" };

const PAGE_SIZE = 50;

type GrantsPageProps = { searchParams: Promise<SearchParams> };

export default permittedPage("grant.read", async (grant, { searchParams }: GrantsPageProps) => {
  const [actor, params] = await Promise.all([requireActor(), searchParams]);
  const request = parseGrantsRequest(params);
  const person = await loadPerson(actor, request.personId);
  const canGive = actor.permissions.has("grant.create");
  return (
    <>
      <PageHeader
        title="Grants"
        description="What people and groups were given, or denied, on single resources."
        actions={canGive ? <GiveButton /> : null}
      />
      <GrantsHelp />
      <DataTableScope>
        <GrantsToolbar
          facets={loadFacets(grant)}
          person={person}
          canFindPeople={actor.permissions.has("user.read")}
        />
        <Suspense fallback={<GrantsSkeleton />}>
          <Grants grant={grant} actor={actor} request={request} />
        </Suspense>
      </DataTableScope>
      {canGive ? (
        <Suspense>
          <NewGrant actor={actor} />
        </Suspense>
      ) : null}
    </>
  );
});

type GrantsProps = { grant: Grant<"grant.read">; actor: Actor; request: GrantsRequest };

async function Grants({ grant, actor, request }: GrantsProps) {
  const { filters, cursor, isFiltered } = request;
  const page = await searchGrants(grant, filters, { cursor, limit: PAGE_SIZE });
  const { permissions: held } = actor;
  return (
    <GrantsTable
      page={page}
      isFiltered={isFiltered}
      sees={{ people: held.has("user.read"), groups: held.has("group.read") }}
      canRevoke={held.has("grant.revoke")}
      giveButton={held.has("grant.create") ? <GiveButton /> : null}
    />
  );
}

async function NewGrant({ actor }: { actor: Actor }) {
  return <NewGrantDialog choices={await loadGrantChoices(actor)} />;
}
