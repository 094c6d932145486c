import type { Metadata } from "next";
import { Suspense } from "react";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import { PageHeader } from "#components/shell/page-header.tsx";
import type { Grant } from "#lib/core/grant";
import { listRoles } from "#lib/roles/queries";
import type { RoleRow } from "#lib/roles/schema";
import { permittedPage, requireActor } from "../../actor.tsx";
import { one } from "../settings/page-params.ts";
import { NewRoleLink } from "./new-role-link.tsx";
import { RolesHelp } from "./roles-help.tsx";
import { type ListedRole, RolesSkeleton, RolesTable, RolesToolbar } from "./roles-table.tsx";

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
          <Roles grant={grant} text={one(params.text)} canCreate={canCreate} />
        </Suspense>
      </DataTableScope>
    </>
  );
});

type RolesProps = { grant: Grant<"role.read">; text: string | undefined; canCreate: boolean };

async function Roles({ grant, text, canCreate }: RolesProps) {
  const roles = await listRoles(grant);
  const found = text ? roles.filter((role) => matches(role, text.toLowerCase())) : roles;
  const rows = found.map(listed);
  return <RolesTable rows={rows} isFiltered={text !== undefined} canCreate={canCreate} />;
}

/** Without the ids of the permissions: with hundreds of roles they would be megabytes. */
function listed({ entries, permissions, ownOnly, denied, ...role }: RoleRow): ListedRole {
  return { ...role, permissionCount: permissions.length };
}

function matches({ name, description }: RoleRow, text: string): boolean {
  return `${name}\n${description}`.toLowerCase().includes(text);
}
