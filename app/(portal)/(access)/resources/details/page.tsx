import { ChevronRight } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { Suspense } from "react";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { ResourceDetails } from "#lib/access/resources/schema";
import type { Actor } from "#lib/authz/guard/actor";
import type { Grant } from "#lib/authz/guard/grant";
import { permittedPage, requireActor } from "../../../../actor.tsx";
import { one } from "../../../../page-params.ts";
import { loadDetails, loadResources, loadTypes } from "../load.ts";
import { RemoveResource } from "../remove-resource.tsx";
import { ResourceButton } from "../resource-dialog.tsx";
import { detailsHref, parseRef, type SearchParams } from "../resource-params.ts";
import { ResourcesSkeleton, ResourcesTable } from "../resources-table.tsx";
import { ResourceFacts } from "./resource-facts.tsx";

export const metadata: Metadata = { title: "Resource" };

type DetailsPageProps = { searchParams: Promise<SearchParams> };

export default permittedPage("resource.read", async (grant, { searchParams }: DetailsPageProps) => {
  const [actor, params] = await Promise.all([requireActor(), searchParams]);
  const resource = await loadDetails(grant, parseRef(params));
  return (
    <>
      <Path resource={resource} />
      <PageHeader
        title={resource.name || resource.id}
        description={
          <>
            {resource.type} <code className="wrap-anywhere font-mono text-xs">{resource.id}</code>
          </>
        }
        actions={await Actions({ actor, resource })}
      />
      <div className="mb-6 max-w-4xl rounded-lg border px-4 py-1">
        <ResourceFacts resource={resource} held={actor.permissions} />
      </div>
      <section aria-labelledby="under-heading">
        <h2 id="under-heading" className="mb-2 font-semibold text-base">
          Under it
        </h2>
        <DataTableScope>
          <Suspense fallback={<ResourcesSkeleton />}>
            <Children grant={grant} resource={resource} cursor={one(params.cursor)} />
          </Suspense>
        </DataTableScope>
      </section>
    </>
  );
});

/** What it lies under, the top first. */
function Path({ resource: { above } }: { resource: ResourceDetails }) {
  return (
    <nav aria-label="Lies under" className="mb-3">
      <ol className="flex flex-wrap items-center gap-x-1 gap-y-0.5 text-sm">
        <li>
          <Link href="/resources" className="rounded text-ink-muted hover:underline">
            All resources
          </Link>
        </li>
        {above.map((each) => (
          <li key={`${each.type}/${each.id}`} className="flex min-w-0 items-center gap-1">
            <ChevronRight aria-hidden className="size-3.5 shrink-0 text-ink-faint" />
            <Link
              href={detailsHref(each)}
              prefetch={false}
              className="wrap-anywhere min-w-0 rounded hover:underline"
            >
              <span className="text-ink-muted">{each.type}</span> {each.name || each.id}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}

type ActionsProps = { actor: Actor; resource: ResourceDetails };

async function Actions({ actor, resource }: ActionsProps) {
  if (!actor.permissions.has("resource.update")) return null;
  const types = await loadTypes(actor);
  return (
    <>
      <ResourceButton types={types} resource={resource} />
      {resource.childCount === 0 ? <RemoveResource resource={resource} /> : null}
      <ResourceButton types={types} under={resource} />
    </>
  );
}

type ChildrenProps = {
  grant: Grant<"resource.read">;
  resource: ResourceDetails;
  cursor: string | undefined;
};

async function Children({ grant, resource, cursor }: ChildrenProps) {
  const { type, id } = resource;
  const page = await loadResources(grant, { filters: { parent: { type, id } }, cursor });
  return (
    <ResourcesTable
      page={page}
      isFiltered={false}
      empty={
        <EmptyState title="Nothing lies under it" level={3}>
          What is given on it holds on itself only.
        </EmptyState>
      }
    />
  );
}
