import type { Metadata } from "next";
import { Suspense } from "react";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import { countHolders, listRoles } from "#lib/access/roles/queries";
import type { Grant } from "#lib/authz/guard/grant";
import { permittedPage, requireActor } from "../../../actor.tsx";
import { one } from "../../../page-params.ts";
import { listPage } from "./list-page.ts";
import { NewRoleLink } from "./new-role-link.tsx";
import { RolesHelp } from "./roles-help.tsx";
import { RolesSkeleton, RolesTable, RolesToolbar } from "./roles-table.tsx";

export const metadata: Metadata = { title: "Roles" };

type RolesPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default permittedPage("role.read", async (grant, { searchParams }: RolesPageProps) => {
  const [actor, params] = await Promise.all([requireActor(), searchParams]);
  const canCreate = actor.permissions.has("role.create");
  return (
    <>
      <PageHeader
        title="Roles"
        description="What people may do. A change reaches everybody who has the role within a second."
        actions={canCreate ? <NewRoleLink /> : null}
      />
      <RolesHelp />
      <DataTableScope>
        <RolesToolbar />
        <Suspense fallback={<RolesSkeleton />}>
          <Roles
            grant={grant}
            text={one(params.text)}
            cursor={one(params.cursor)}
            canCreate={canCreate}
          />
        </Suspense>
      </DataTableScope>
    </>
  );
});

type RolesProps = {
  grant: Grant<"role.read">;
  text: string | undefined;
  cursor: string | undefined;
  canCreate: boolean;
};

async function Roles({ grant, text, cursor, canCreate }: RolesProps) {
  const [roles, holders] = await Promise.all([listRoles(grant), countHolders(grant)]);
  const page = listPage(roles, holders, text, cursor);
  return <RolesTable page={page} isFiltered={text !== undefined} canCreate={canCreate} />;
}
