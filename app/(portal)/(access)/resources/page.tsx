import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { type ReactNode, Suspense } from "react";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { Grant } from "#lib/authz/guard/grant";
import { permittedPage, requireActor } from "../../../actor.tsx";
import { loadCounts, loadResources, loadTypes } from "./load.ts";
import { ResourceButton } from "./resource-dialog.tsx";
import {
  parseResourcesRequest,
  type ResourcesRequest,
  type SearchParams,
} from "./resource-params.ts";
import { ResourcesFrame } from "./resources-frame.tsx";
import { ResourcesSkeleton, ResourcesTable, ResourcesToolbar } from "./resources-table.tsx";

export const metadata: Metadata = { title: "Resources" };

type ResourcesPageProps = { searchParams: Promise<SearchParams> };

const ListPage = permittedPage("resource.read", async (grant, props: ResourcesPageProps) => {
  const [actor, params] = await Promise.all([requireActor(), props.searchParams]);
  const canRegister = actor.permissions.has("resource.update");
  const register = canRegister ? <ResourceButton types={await loadTypes(actor)} /> : null;
  return (
    <ResourcesFrame held={actor.permissions} current="/resources" actions={register}>
      <DataTableScope>
        <ResourcesToolbar counts={loadCounts(grant)} />
        <Suspense fallback={<ResourcesSkeleton />}>
          <Resources grant={grant} request={parseResourcesRequest(params)} register={register} />
        </Suspense>
      </DataTableScope>
    </ResourcesFrame>
  );
});

/** Who may see types only begins there. */
export default async function ResourcesPage(props: ResourcesPageProps) {
  const { permissions } = await requireActor();
  if (!permissions.has("resource.read") && permissions.has("resource_type.read")) {
    redirect("/resources/types");
  }
  return ListPage(props);
}

type ResourcesProps = {
  grant: Grant<"resource.read">;
  request: ResourcesRequest;
  register: ReactNode;
};

async function Resources({ grant, request, register }: ResourcesProps) {
  const page = await loadResources(grant, request);
  return (
    <>
      {request.isFiltered || page.rows.length === 0 ? null : (
        <p className="mb-2 text-ink-muted text-sm">
          These lie under nothing. Open one to see what lies under it, or search to find any.
        </p>
      )}
      <ResourcesTable
        page={page}
        isFiltered={request.isFiltered}
        empty={
          <EmptyState title="No resources yet" action={register}>
            Your products register them over the API, or you do it here. Grants work without, but
            reach nothing below.
          </EmptyState>
        }
      />
    </>
  );
}
