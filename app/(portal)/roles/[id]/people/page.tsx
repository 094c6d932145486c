import type { Metadata } from "next";
import { Suspense } from "react";
import { DataTableScope } from "#components/data-table/table-scope.tsx";
import type { Actor } from "#lib/access/actor";
import type { Grant } from "#lib/core/grant";
import { listRoles, searchPeople } from "#lib/roles/queries";
import type { PersonRow, RoleRow } from "#lib/roles/schema";
import { permittedPage, requireActor } from "../../../../actor.tsx";
import { one, usableCursor } from "../../../settings/page-params.ts";
import { loadRole, roleTitle } from "../../load-role.ts";
import { whyNotAssigned } from "../../management.ts";
import { RoleFrame } from "../role-frame.tsx";
import { AddPeople } from "./add-people.tsx";
import { PeopleSkeleton, PeopleTable, PeopleToolbar } from "./people-table.tsx";

const PAGE_SIZE = 50;
const MAX_TEXT_LENGTH = 200;

type Params = Record<string, string | string[] | undefined>;
type PeoplePageProps = { params: Promise<{ id: string }>; searchParams: Promise<Params> };

export async function generateMetadata({ params }: PeoplePageProps): Promise<Metadata> {
  return { title: `${await roleTitle((await params).id)} people` };
}

type Grants = { roles: Grant<"role.read">; people: Grant<"user.read"> };
type RolePeopleProps = { grants: Grants; actor: Actor; role: RoleRow; query: Params };

/** Two permissions: one for the role, one for the people who have it. */
export default permittedPage("role.read", async (roles, props: PeoplePageProps) => {
  const [actor, { id }, query] = await Promise.all([
    requireActor(),
    props.params,
    props.searchParams,
  ]);
  return peoplePage({ roles, actor, role: await loadRole(id), query });
});

type InnerProps = { roles: Grant<"role.read">; actor: Actor; role: RoleRow; query: Params };

const peoplePage = permittedPage("user.read", (people, props: InnerProps) => {
  const { roles, actor, role, query } = props;
  const reason = whyNotAssigned(role, actor.permissions);
  return (
    <RoleFrame role={role} held={actor.permissions} current="people">
      {reason ? (
        <p className="mb-4 rounded-md border bg-surface px-3 py-2 text-sm">{reason}</p>
      ) : null}
      <DataTableScope>
        <PeopleToolbar>{reason ? null : <AddPeople role={role} />}</PeopleToolbar>
        <Suspense fallback={<PeopleSkeleton />}>
          <RolePeople grants={{ roles, people }} actor={actor} role={role} query={query} />
        </Suspense>
      </DataTableScope>
    </RoleFrame>
  );
});

async function RolePeople({ grants, actor, role, query }: RolePeopleProps) {
  const text = one(query.text)?.slice(0, MAX_TEXT_LENGTH);
  const paging = { cursor: usableCursor(query.cursor), limit: PAGE_SIZE };
  const [page, roles] = await Promise.all([
    searchPeople(grants.people, { text, roleId: role.id }, paging),
    listRoles(grants.roles),
  ]);
  const allowedBy = new Map(roles.map((each) => [each.id, each.permissions]));
  return (
    <PeopleTable
      page={{
        ...page,
        rows: page.rows.map((person) => ({ ...person, loses: lossOf(person, role, allowedBy) })),
      }}
      role={role}
      ownId={actor.id}
      canAssign={whyNotAssigned(role, actor.permissions) === null}
      isFiltered={text !== undefined}
    />
  );
}

/** What a person could no longer do without the role: other roles may allow some of it as well. */
function lossOf(
  person: PersonRow,
  role: RoleRow,
  allowedBy: ReadonlyMap<string, readonly string[]>,
): string[] {
  const others = person.roles.filter(({ id }) => id !== role.id);
  const kept = new Set(others.flatMap(({ id }) => allowedBy.get(id) ?? []));
  return role.permissions.filter((id) => !kept.has(id));
}
