import type { Metadata } from "next";
import { Suspense } from "react";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { HelpNote } from "#components/ui/help-note.tsx";
import type { Actor } from "#lib/authz/guard/actor";
import type { Grant } from "#lib/authz/guard/grant";
import { searchUsers } from "#lib/identity/users/queries";
import { env } from "#lib/platform/env";
import { permittedPage, requireActor } from "../../../actor.tsx";
import { AddPersonButton, AddPersonDialog } from "./add-person.tsx";
import { loadFacets, loadRoleChoices } from "./load.ts";
import { parseUsersRequest, type SearchParams, type UsersRequest } from "./search-params.ts";
import { UsersSkeleton, UsersTable } from "./users-table.tsx";
import { UsersToolbar } from "./users-toolbar.tsx";

export const metadata: Metadata = { title: "People" };

const PAGE_SIZE = 50;

type UsersPageProps = { searchParams: Promise<SearchParams> };

export default permittedPage("user.read", async (grant, { searchParams }: UsersPageProps) => {
  const [actor, params] = await Promise.all([requireActor(), searchParams]);
  const request = parseUsersRequest(params);
  const canCreate = actor.permissions.has("user.create");
  return (
    <>
      <PageHeader
        title="People"
        description="Who may log in here, and what roles and groups give them."
        actions={canCreate ? <AddPersonButton /> : null}
      />
      <PeopleHelp />
      <DataTableScope>
        <UsersToolbar facets={loadFacets(grant)} />
        <Suspense fallback={<UsersSkeleton />}>
          <Users grant={grant} request={request} canCreate={canCreate} />
        </Suspense>
      </DataTableScope>
      {canCreate ? (
        <Suspense>
          <AddPerson actor={actor} />
        </Suspense>
      ) : null}
    </>
  );
});

type UsersProps = { grant: Grant<"user.read">; request: UsersRequest; canCreate: boolean };

async function Users({ grant, request, canCreate }: UsersProps) {
  const { filters, cursor, isFiltered } = request;
  const page = await searchUsers(grant, filters, { cursor, limit: PAGE_SIZE });
  const addButton = canCreate ? <AddPersonButton /> : null;
  return <UsersTable page={page} isFiltered={isFiltered} addButton={addButton} />;
}

async function AddPerson({ actor }: { actor: Actor }) {
  const { origin } = new URL(env().PUBLIC_URL);
  return <AddPersonDialog roles={await loadRoleChoices(actor)} origin={origin} />;
}

function PeopleHelp() {
  return (
    <HelpNote title="How people get access">
      <p>
        A person may do what their roles allow: those that somebody gave them, and those of the
        groups they are in. Open a person to see every permission and where it comes from.
      </p>
      <p>
        Whoever is added gets a link that works once. With it they choose a password of their own;
        nobody else ever knows it.
      </p>
      <p>
        Disabling keeps a person out within a second and forgets nothing: their roles and groups are
        back when you enable them again.
      </p>
    </HelpNote>
  );
}
